"""Trains with gensim what a JSON document says: train_gensim.py SETTINGS

Settings that are absent have gensim's defaults. Prints a JSON document: the version and the seconds of training alone.
"""

import json
import sys
import time

import gensim
from gensim.models import FastText, Word2Vec

settings = json.loads(sys.argv[1])
NAMES = {
    "dimension": "vector_size",
    "window": "window",
    "negatives": "negative",
    "epochs": "epochs",
    "minimumCount": "min_count",
    "sample": "sample",
    "learningRate": "alpha",
    "threads": "workers",
    "seed": "seed",
    "minimumNgram": "min_n",
    "maximumNgram": "max_n",
    "buckets": "bucket",
}
subwords = settings["algorithm"] == "subwords"
ngrams = {"minimumNgram", "maximumNgram", "buckets"}
options = {
    NAMES[name]: value
    for name, value in settings.items()
    if name in NAMES and (subwords or name not in ngrams)
}
options["sg"] = 0 if settings["algorithm"] == "cbow" else 1
if settings.get("loss") == "hs":
    options["hs"] = 1
    options["negative"] = 0
model = (FastText if subwords else Word2Vec)(**options)
# Threads that read the file themselves: twice as fast as sentences handed over by Python.
model.build_vocab(corpus_file=settings["corpus"])
training_seconds = None
if settings.get("epochs") != 0:
    began = time.monotonic()
    model.train(
        corpus_file=settings["corpus"],
        total_examples=model.corpus_count,
        total_words=model.corpus_total_words,
        epochs=model.epochs,
    )
    training_seconds = time.monotonic() - began
    if settings["format"] == "vectors":
        model.wv.save_word2vec_format(settings["output"] + ".vec")
    else:
        model.save(settings["output"] + ".model")
print(json.dumps({"version": gensim.__version__, "trainingSeconds": training_seconds}))
