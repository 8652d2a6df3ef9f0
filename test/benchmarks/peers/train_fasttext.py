"""Trains with fastText's Python package what a JSON document says: train_fasttext.py SETTINGS

Settings that are absent have fastText's defaults. The package has no parameter for the seed, but a table of defaults.
"""

import json
import sys

import fasttext
from fasttext.FastText import unsupervised_default

settings = json.loads(sys.argv[1])
NAMES = {
    "dimension": "dim",
    "window": "ws",
    "negatives": "neg",
    "epochs": "epoch",
    "minimumCount": "minCount",
    "sample": "t",
    "learningRate": "lr",
    "loss": "loss",
    "threads": "thread",
    "minimumNgram": "minn",
    "maximumNgram": "maxn",
    "buckets": "bucket",
}
unsupervised_default["seed"] = settings["seed"]
options = {NAMES[name]: value for name, value in settings.items() if name in NAMES}
if settings["algorithm"] != "subwords":
    options |= {"minn": 0, "maxn": 0}
model = fasttext.train_unsupervised(
    settings["corpus"], model="cbow" if settings["algorithm"] == "cbow" else "skipgram", **options
)
if settings["format"] == "vectors":
    with open(settings["output"] + ".vec", "w", encoding="utf-8") as out:
        out.write(f"{len(model.words)} {model.get_dimension()}\n")
        for word in model.words:
            out.write(word + " " + " ".join(f"{x:.6g}" for x in model.get_word_vector(word)) + "\n")
elif settings.get("epochs") != 0:
    model.save_model(settings["output"] + ".bin")
