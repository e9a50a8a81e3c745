"""The models loaded once for processes that are forked afterwards and share their memory."""

from __future__ import annotations

from corpus.gazetteer import own_gazetteers, use_own
from corpus.settings import Settings
from models.encoder import Encoder
from models.reader import Reader
from models.tagger import Tagger


def load_for_forks(settings: Settings) -> int:
    """Load what questions are answered with, computing nothing in a second thread: the threads that
    compute do not come along into a fork, which would wait for them for ever.

    Returns the number of threads that the models would have computed with; each fork is to tell
    PyTorch and OpenVINO how many they may have. Raises ``TvaersnitError`` where a model is missing
    or broken.
    """
    import torch

    threads: int = torch.get_num_threads()
    torch.set_num_threads(1)
    use_own(own_gazetteers(settings))
    Encoder(settings).load()
    Reader(settings).load()
    Tagger().load()
    return threads
