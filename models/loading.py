"""The models loaded once for processes that are forked afterwards and share their memory."""

from __future__ import annotations

import os

from corpus.gazetteer import own_gazetteers, use_own
from corpus.settings import Settings
from models.encoder import Encoder
from models.reader import Reader
from models.tagger import Tagger


def load_for_forks(settings: Settings) -> None:
    """Load what questions are answered with, computing nothing: threads that compute do not come
    along into a fork, which would wait for them for ever.

    Raises ``TvaersnitError`` where a model is missing or broken.
    """
    import torch

    use_own(own_gazetteers(settings))
    threads = torch.get_num_threads()
    # Another encoder than the packaged one is PyTorch's, which may convert its weights.
    torch.set_num_threads(1)
    Encoder(settings).load()
    Reader(settings).load()
    Tagger().load()
    torch.set_num_threads(threads)


def share_processors(processes: int) -> None:
    """Let this process, one of so many, compute with its share of the processors; to be called
    before it computes."""
    import torch

    threads = max(1, torch.get_num_threads() // processes)
    torch.set_num_threads(threads)
    # What is not PyTorch's reads it here.
    os.environ["OMP_NUM_THREADS"] = str(threads)
