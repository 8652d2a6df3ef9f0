"""Opens a file of vectors with another tool: python ask.py TOOL FILE WORDS.json [TEXT]

Prints one JSON document: the vectors that the tool gives for the words, how long it loaded, what else was asked. Without
words the time is that until the neighbors of the first word of the file are known. TOOL is
fasttext, fasttext-train (trains on TEXT and writes FILE first), gensim-vectors, gensim-model, gensim-text, gensim-binary.
"""
import json
import sys
import time

tool, path, words_path = sys.argv[1:4]
with open(words_path, encoding="utf-8") as file:
    words = json.load(file)
answer = {}


def train_fasttext(text, **settings):
    # Fewer threads than ten leave a part of the first vectors without values (a fault of this version); so does a
    # matrix whose size is no multiple of ten.
    return fasttext.train_unsupervised(text, dim=50, minCount=5, epoch=1, thread=10, verbose=0, **settings)


if tool.startswith("fasttext"):
    import fasttext

    if tool == "fasttext-train":
        train_fasttext(sys.argv[4], model="skipgram", minn=2, maxn=5, bucket=20_000).save_model(path)
    started = time.perf_counter()
    model = fasttext.load_model(path)
    if not words:
        model.get_nearest_neighbors(model.get_words(on_unicode_error="replace")[0])
    answer["seconds"] = time.perf_counter() - started
    answer["known"] = model.get_words(on_unicode_error="replace")[:2000]
    vectors = {word: model.get_word_vector(word) for word in words}
    answer["subwords"] = {word: [int(row) for row in model.get_subwords(word)[1]] for word in words}
else:
    from gensim.models import KeyedVectors
    from gensim.models.fasttext import load_facebook_model, load_facebook_vectors

    started = time.perf_counter()
    if tool == "gensim-model":
        model = load_facebook_model(path)
        keyed = model.wv
    elif tool == "gensim-vectors":
        keyed = load_facebook_vectors(path)
    else:
        keyed = KeyedVectors.load_word2vec_format(path, binary=tool == "gensim-binary")
    if not words:
        keyed.most_similar(keyed.index_to_key[0])
    answer["seconds"] = time.perf_counter() - started
    vectors = {}
    for word in words:
        try:
            vectors[word] = keyed[word].copy()
        except KeyError:
            pass  # without n-grams, unknown words have no vector
    if tool == "gensim-model":
        known = [word for word in keyed.index_to_key[:50]]
        before = keyed.vectors.copy()
        model.train([known] * 20, total_examples=20, epochs=2)
        answer["trainsOn"] = bool((keyed.vectors != before).any() and (keyed.vectors == keyed.vectors).all())
answer["vectors"] = {word: [float(value) for value in vector] for word, vector in vectors.items()}
json.dump(answer, sys.stdout, ensure_ascii=False)
