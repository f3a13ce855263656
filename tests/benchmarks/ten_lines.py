"""What somebody would write in an afternoon: sentence-transformers and FAISS, over passages encoded before."""

import json
import sys
from pathlib import Path

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

folder, model, brief = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]).read_text(encoding="utf-8")
passages = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
index = faiss.IndexFlatIP(384)
index.add(np.load(folder / "passage_vectors.npy"))
vector = SentenceTransformer(model, device="cpu").encode([brief], normalize_embeddings=True)
for at in index.search(vector, 10)[1][0]:
    sys.stdout.write(f"{passages[at]['opportunity_id']}: {passages[at]['text']}\n")
