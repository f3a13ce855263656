"""The fast encoder: the same vectors as the reference, by a compiled network and without PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.compiled import CompiledNetwork, batches, padded
from index.encoder import Progress, Vectors


class FastEncoder:
    """An ``Encoder`` whose vectors were compared with those of the weights that its ``fingerprint`` names."""

    def __init__(self, name: str, network: CompiledNetwork) -> None:
        self.name = name
        self.fingerprint = network.manifest.fingerprint
        self.dimension = network.manifest.dimension
        self.longest = network.manifest.longest
        self._network = network
        self._whole = network.tokenizer()
        self._cut = network.tokenizer()
        self._cut.enable_truncation(self.longest)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(one) for one in self._whole.encode_batch_fast(list(texts))] if texts else []

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        read = self._cut.encode_batch_fast(list(texts)) if texts else []
        done = 0
        for batch in batches([len(one) for one in read]):
            vectors[batch] = self._network.run(*padded([read[n] for n in batch]))
            done += len(batch)
            if progress is not None:
                progress(done, len(texts))
        return vectors
