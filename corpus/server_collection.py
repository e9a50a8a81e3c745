"""The collections of a Qdrant server that an index is kept in: one for each time it is rebuilt, the
current one under an alias."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from qdrant_client import QdrantClient, models

from corpus import generations
from corpus.index import DENSE, KEYWORDS, SPARSE
from corpus.server_calls import CollectionGone, Server
from corpus.settings import Settings

ALIAS = "tvaersnit"
"""The alias of the current collection; the others are called ``tvaersnit_000001`` and so on."""

LARGE = 2 << 30
"""Bytes of float32 vectors in a shard (1.4 million of 384 dimensions) above which they lie on disk,
and their 8-bit quantised form, a quarter of it, in memory: 50 million take 20 GB instead of 77."""

HUGE = 16 << 30
"""Bytes of float32 vectors in a shard (11 million of 384 dimensions) above which the graph (some
160 bytes a vector) and the sparse index (some 8 for each of a passage's 50 to 100 terms) lie on
disk too, where the operating system keeps what is much used in memory."""

Size = Literal["small", "large", "huge"]
_SIZES: tuple[Size, ...] = ("small", "large", "huge")
_NAME = re.compile(rf"{ALIAS}_(\d+)")


@dataclass(frozen=True, slots=True)
class Current:
    """The current collection. ``generation`` changes with every ingest; ``points`` is as many as
    the server reckons."""

    name: str
    generation: str
    encoder: str
    dimension: int
    size: Size
    shards: int
    points: int


def size_of(points: int, dimension: int, shards: int) -> Size:
    """How an index of so many points is laid out."""
    held = 4 * points * dimension / shards
    return "huge" if held > HUGE else "large" if held > LARGE else "small"


def read_current(server: Server) -> Current:
    """The current collection, by a single question.

    Raises ``EmptyCorpus`` where there is none, ``IndexAway`` or ``BrokenIndex``.
    """
    try:
        info = server.ask(lambda client: client.get_collection(ALIAS))
    except CollectionGone as error:
        raise generations.empty() from error
    made = info.config.metadata or {}
    if made.get("format") != generations.FORMAT or "revision" not in made:
        raise generations.broken(
            f"Qdrant-serveren på {server.url}", "det er lavet af en anden udgave af Tværsnit"
        )
    return Current(
        made["name"],
        generation(made["name"], made["revision"]),
        made["encoder"],
        made["dimension"],
        made["size"],
        info.config.params.shard_number or 1,
        info.points_count or 0,
    )


def generation(name: str, revision: str) -> str:
    """What the state of a collection is called."""
    return f"{name}.{revision}"


def create(
    server: Server, settings: Settings, encoder: str, dimension: int, revision: str, points: int
) -> str:
    """Make a collection for so many points, beside the current one; returns its name."""
    name = f"{ALIAS}_{_number(_target(server)) + 1:06d}"
    replicas = settings.qdrant_replicas
    size = size_of(points, dimension, settings.qdrant_shards or 1)
    metadata = {
        "format": generations.FORMAT,
        "encoder": encoder,
        "dimension": dimension,
        "name": name,
        "revision": revision,
        "size": size,
    }

    def work(client: QdrantClient) -> None:
        # It may be there from an earlier try, of which no answer came.
        client.delete_collection(name)
        client.create_collection(
            name,
            vectors_config={
                DENSE: models.VectorParams(
                    size=dimension, distance=models.Distance.COSINE, on_disk=size != "small"
                )
            },
            sparse_vectors_config=_sparse_config(size),
            shard_number=settings.qdrant_shards,
            replication_factor=replicas,
            # A majority: what is told to be written outlives the loss of a machine.
            write_consistency_factor=replicas // 2 + 1,
            on_disk_payload=True,
            hnsw_config=models.HnswConfigDiff(on_disk=size == "huge"),
            quantization_config=_quantized(size),
            metadata=metadata,
        )

    server.ask(work)
    for field in KEYWORDS:
        kind = models.PayloadSchemaType.KEYWORD
        server.ask(partial(_make_payload_index, name=name, field=field, kind=kind))
    kind = models.PayloadSchemaType.DATETIME
    server.ask(partial(_make_payload_index, name=name, field="date", kind=kind))
    return name


def revise(server: Server, name: str, revision: str, size: Size | None = None) -> None:
    """Give the state of a collection another name, and, with ``size``, lay it out as for that."""
    metadata: dict[str, Any] = {"revision": revision}
    if size is None:
        server.ask(lambda client: client.update_collection(name, metadata=metadata))
        return
    server.ask(
        lambda client: client.update_collection(
            name,
            vectors_config={DENSE: models.VectorParamsDiff(on_disk=size != "small")},
            sparse_vectors_config=_sparse_config(size),
            hnsw_config=models.HnswConfigDiff(on_disk=size == "huge"),
            quantization_config=_quantized(size),
            metadata={**metadata, "size": size},
        )
    )


def outgrown(current: Current, points: int) -> Size | None:
    """The layout that so many points ask for, where it is more than the collection's."""
    size = size_of(points, current.dimension, current.shards)
    return size if _SIZES.index(size) > _SIZES.index(current.size) else None


def switch(server: Server, name: str) -> None:
    """Make a collection the current one, at once."""
    change: list[models.AliasOperations] = []
    if _target(server) is not None:
        change.append(
            models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=ALIAS))
        )
    change.append(
        models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=name, alias_name=ALIAS)
        )
    )
    server.ask(lambda client: client.update_collection_aliases(change))


def drop_others(server: Server) -> None:
    """Drop the collections that were the current one before, and those that never became it."""
    current = _target(server)
    for found in server.ask(lambda client: client.get_collections()).collections:
        if _NAME.fullmatch(found.name) and found.name != current:
            server.ask(partial(_delete, name=found.name))


def _delete(client: QdrantClient, name: str) -> None:
    client.delete_collection(name)


def _make_payload_index(
    client: QdrantClient, name: str, field: str, kind: models.PayloadSchemaType
) -> None:
    client.create_payload_index(name, field, kind, wait=True)


def _target(server: Server) -> str | None:
    for alias in server.ask(lambda client: client.get_aliases()).aliases:
        if alias.alias_name == ALIAS:
            return str(alias.collection_name)
    return None


def _number(collection: str | None) -> int:
    match = _NAME.fullmatch(collection or "")
    return int(match[1]) if match else 0


def _sparse_config(size: Size) -> dict[str, models.SparseVectorParams]:
    return {
        SPARSE: models.SparseVectorParams(
            modifier=models.Modifier.IDF, index=models.SparseIndexParams(on_disk=size == "huge")
        )
    }


def _quantized(size: Size) -> models.ScalarQuantization | None:
    if size == "small":
        return None
    return models.ScalarQuantization(
        scalar=models.ScalarQuantizationConfig(
            type=models.ScalarType.INT8, quantile=0.99, always_ram=True
        )
    )
