// Trains with fastText's C++ library and writes a model, or its vectors as text; the tool itself always writes both.
// train_fasttext model|vectors|nothing COMMAND -input FILE -output NAME ...
#include <memory>
#include <string>
#include <vector>
#include "args.h"
#include "fasttext.h"

int main(int argc, char** argv) {
  const std::string format(argv[1]);
  std::vector<std::string> words(argv + 1, argv + argc);
  fasttext::Args args;
  args.parseArgs(words);
  fasttext::FastText model;
  model.train(args);
  if (format == "model") model.saveModel(args.output + ".bin");
  if (format == "vectors") model.saveVectors(args.output + ".vec");
  return 0;
}
