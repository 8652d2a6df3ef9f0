/** English function words, as the tokenizer `words` gives them: in lower case, contractions with a straight apostrophe. */
export const ENGLISH_STOP_WORDS: readonly string[] = [
  // Articles, demonstratives, quantities
  ..."a an the this that these those such some any each every either neither both all".split(" "),
  ..."half several few fewer less least many more most much enough other others another".split(" "),
  ..."same own no none one".split(" "),
  // Pronouns
  ..."i me my mine myself we us our ours ourselves you your yours yourself yourselves".split(" "),
  ..."he him his himself she her hers herself it its itself they them their theirs".split(" "),
  ..."themselves who whom whose which what whoever whatever whichever someone somebody".split(" "),
  ..."something anyone anybody anything everyone everybody everything nobody nothing".split(" "),
  // Auxiliary verbs
  ..."am is are was were be been being have has had having do does did doing done will".split(" "),
  ..."would shall should can could may might must ought cannot".split(" "),
  // Prepositions
  ..."of in on at by for with about against between among into onto through during before".split(
    " ",
  ),
  ..."after above below over under to from up down out off upon within without toward".split(" "),
  ..."towards across behind beyond near since until till per via along around".split(" "),
  // Conjunctions
  ..."and or but nor so yet if unless because as while whereas although though than".split(" "),
  ..."whether once that's".split(" "),
  // Adverbs that carry no subject
  ..."not only very too quite rather just also even still again ever never always often".split(" "),
  ..."then there here now when where why how thus hence therefore however else".split(" "),
  // Contractions
  ..."i'm i've i'll i'd you're you've you'll you'd he's he'll he'd she's she'll she'd".split(" "),
  ..."it's it'll we're we've we'll we'd they're they've they'll they'd isn't aren't".split(" "),
  ..."wasn't weren't haven't hasn't hadn't don't doesn't didn't won't wouldn't shan't".split(" "),
  ..."shouldn't can't couldn't mustn't mightn't needn't let's who's what's there's".split(" "),
];
