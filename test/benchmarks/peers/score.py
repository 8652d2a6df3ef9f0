"""Scores word vectors: score.py VECTORS FOLDER

VECTORS is word2vec text, most frequent words first. Every .txt in FOLDER is either pairs of words with a score, or
analogies in sections that begin with a colon. Words are looked up as they are, then in lower case. Similarity: Spearman's
correlation of cosines over the pairs whose words are known. Analogies: 3CosAdd among the 30,000 most frequent words, the
three words of the question left out; only questions whose four words are among them count. Prints a JSON document.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

CANDIDATES = 30_000
NO_WORDS = {"</s>", "<unk>"}


def read_vectors(path):
    words, rows = [], []
    with open(path, encoding="utf-8", errors="replace") as lines:
        next(lines)
        for line in lines:
            word, *numbers = line.rstrip().split(" ")
            if word in NO_WORDS:
                continue
            words.append(word)
            rows.append(np.array(numbers, dtype=np.float32))
    vectors = np.vstack(rows)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return words, vectors / lengths


def look_up(ids, word):
    return ids.get(word, ids.get(word.lower()))


def score_similarity(lines, ids, vectors):
    cosines, scores, total = [], [], 0
    for line in lines:
        first, second, score = line.split()[:3]
        try:
            score = float(score)
        except ValueError:
            continue  # a heading
        total += 1
        a, b = look_up(ids, first), look_up(ids, second)
        if a is not None and b is not None:
            cosines.append(float(vectors[a] @ vectors[b]))
            scores.append(score)
    rho = float(spearmanr(cosines, scores)[0]) if len(scores) > 2 else None
    return {"rho": rho, "known": len(scores), "all": total}


def score_analogies(lines, ids, vectors):
    vectors = vectors[:CANDIDATES]
    sections, section = {}, ""
    for line in lines:
        words = line.split()
        if words[0].startswith(":"):
            section = " ".join(words)[1:].strip()
            sections[section] = []
        elif len(words) == 4:
            sections[section].append([look_up(ids, word) for word in words])
    scores = {}
    for name, questions in sections.items():
        known = [q for q in questions if all(i is not None and i < CANDIDATES for i in q)]
        right = 0
        for first in range(0, len(known), 500):
            a, b, c, d = np.array(known[first : first + 500]).T
            cosines = (vectors[b] - vectors[a] + vectors[c]) @ vectors.T
            rows = np.arange(len(a))
            for question in (a, b, c):
                cosines[rows, question] = -np.inf
            right += int((cosines.argmax(1) == d).sum())
        scores[name] = {"right": right, "known": len(known), "all": len(questions)}
    return scores


words, vectors = read_vectors(sys.argv[1])
ids = {}
for i, word in enumerate(words):
    ids.setdefault(word, i)
similarity, analogies = {}, {}
for path in sorted(Path(sys.argv[2]).glob("*.txt")):
    lines = [line for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
    if lines[0].startswith(":"):
        analogies[path.stem] = score_analogies(lines, ids, vectors)
    else:
        similarity[path.stem] = score_similarity(
            [line for line in lines if len(line.split()) >= 3], ids, vectors
        )
print(json.dumps({"words": len(words), "similarity": similarity, "analogies": analogies}))
