// What LaTeX's commands and environments make of their arguments.

/** Names and numbers, "name count", as a map; without a number it is 1. */
function counts(list: string): ReadonlyMap<string, number> {
  return new Map(
    list.split(/,\s*/).flatMap((group) => {
      const words = group.split(" ");
      const count = Number(words.at(-1));
      if (Number.isNaN(count)) return words.map((name): [string, number] => [name, 1]);
      return words.slice(0, -1).map((name): [string, number] => [name, count]);
    }),
  );
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** How many arguments in braces, the first ones, are no text. Arguments of all other commands are. */
export const DROPPED_ARGUMENTS = counts(
  // references
  "label ref eqref pageref autoref cref Cref crefrange vref nameref labelcref fref Fref zref hyperlink hypertarget, " +
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar citetitle nocite parencite textcite autocite footcite " +
    "fullcite smartcite supercite Cite Citet Citep Parencite Textcite Autocite onlinecite citenum bibitem index glossary " +
    "gls Gls glspl Glspl acrshort acrlong acrfull ac acp, " +
    // files and packages
    "input include includeonly includegraphics includesvg includepdf usepackage RequirePackage documentclass LoadClass " +
    "bibliography bibliographystyle addbibresource graphicspath lstinputlisting verbatiminput externaldocument " +
    "usetikzlibrary usetheme usecolortheme usefonttheme useinnertheme useoutertheme ProvidesPackage ProvidesClass inputminted 2, " +
    // definitions
    "newcommand renewcommand providecommand DeclareRobustCommand DeclareMathOperator NewDocumentCommand " +
    "RenewDocumentCommand newtheorem* 2, newenvironment renewenvironment NewDocumentEnvironment definecolor 3, " +
    "newtheorem newcounter newlength newif newsavebox sbox usebox newglossaryentry 1, newacronym 1, colorlet 2, " +
    // settings
    "pagestyle thispagestyle pagenumbering hypersetup lstset tikzset pgfplotsset geometry captionsetup sisetup theoremstyle " +
    "selectlanguage foreignlanguage setmainfont setsansfont setmonofont setmainlanguage setotherlanguage bookmarksetup " +
    "PassOptionsToPackage urlstyle AtBeginDocument, setlength addtolength setcounter addtocounter fontsize titleformat 2, " +
    // space, boxes and tables
    "vspace hspace vspace* hspace* color pagecolor textcolor colorbox raisebox parbox makebox rotatebox scalebox " +
    "addvspace stepcounter refstepcounter phantom vphantom hphantom cline cmidrule noalign, " +
    "fcolorbox resizebox rule multicolumn multirow 2, " +
    // math, units, addresses, drawing
    "ensuremath si num ce chem url path nolinkurl href tikz pgfmathsetmacro special write immediate, SI qty 2",
);

/** Commands whose argument is a heading or caption: a sentence of its own. */
export const HEADINGS = names(
  "part chapter section subsection subsubsection paragraph subparagraph part* chapter* section* subsection* subsubsection* " +
    "paragraph* subparagraph* title subtitle author date institute affiliation caption caption* frametitle framesubtitle " +
    "addcontentsline markboth markright",
);

/** Commands that end a sentence where they stand. */
export const BREAKS = names(
  "item par newline linebreak newpage clearpage cleardoublepage pagebreak maketitle tableofcontents hline toprule midrule " +
    "bottomrule bibitem appendix",
);

/** Environments, without a star, whose content is no text. */
export const SKIPPED_ENVIRONMENTS = names(
  "equation align gather multline eqnarray displaymath math alignat flalign dmath IEEEeqnarray array tikzpicture pgfpicture " +
    "picture comment filecontents axis subequations",
);

/** Environments, without a star, that hold code. */
export const CODE_ENVIRONMENTS = names(
  "verbatim Verbatim BVerbatim LVerbatim lstlisting minted alltt verbatimtab spverbatim pycode sagecode",
);

/** How many arguments of an environment are no text. */
export const ENVIRONMENT_ARGUMENTS = counts(
  "tabular longtable tabulary array minipage thebibliography multicols subfigure subtable spacing adjustbox otherlanguage " +
    "otherlanguage* column tblr supertabular, tabular* tabularx wrapfigure wraptable list 2",
);

/** Logos: their names are words. */
export const LOGOS = names(
  "TeX LaTeX LaTeXe BibTeX XeTeX XeLaTeX LuaTeX LuaLaTeX pdfTeX pdfLaTeX ConTeXt KOMAScript",
);

const LETTERS: ReadonlyMap<string, string> = new Map(
  "ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ"
    .match(/\S+ \S+/g)!
    .map((pair) => pair.split(" ") as [string, string]),
);
const ACCENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    u: "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    r: "\u030a",
    H: "\u030b",
    v: "\u030c",
    d: "\u0323",
    c: "\u0327",
    k: "\u0328",
    b: "\u0331",
    t: "\u0361",
  }),
);
const LETTER =
  /\\(ss|SS|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|dh|DH|dj|DJ|th|TH|ng|NG)(?![a-zA-Z@])(?:\{\}|[ \t]{1,20})?/y;
const ACCENT =
  /\\(?:(['`^"~=.])[ \t]{0,20}|([uvHcdbrtk])(?:[ \t]{1,20}|(?=[{\\])))(?:\{[ \t]{0,20}(?:\\([ij])[ \t]{0,20}|(\p{L}{1,2}))\}|\\([ij])(?![a-zA-Z])(?:\{\}|[ \t]{1,20})?|(\p{L}))/uy;

/** A letter written with a command. */
export interface WrittenLetter {
  readonly text: string;
  readonly end: number;
}

/** Reads the letter that the backslash at a position begins: `\"{o}`, `\'\i`, `\ss`. */
export function readLetter(source: string, position: number): WrittenLetter | undefined {
  if (source.charCodeAt(position) !== 0x5c) return undefined;
  // Commands with longer names are no letters.
  if (
    isLetter(source, position + 1) &&
    isLetter(source, position + 2) &&
    isLetter(source, position + 3)
  )
    return undefined;
  ACCENT.lastIndex = position;
  const accent = ACCENT.exec(source);
  if (accent !== null) {
    // Under an accent the dotless letters are the plain ones.
    const base = accent[3] ?? accent[4] ?? accent[5] ?? accent[6]!;
    const mark = ACCENTS.get(accent[1] ?? accent[2]!)!;
    const text = (base.slice(0, 1) + mark + base.slice(1)).normalize("NFC");
    return { text, end: ACCENT.lastIndex };
  }
  LETTER.lastIndex = position;
  const letter = LETTER.exec(source);
  if (letter === null) return undefined;
  return { text: LETTERS.get(letter[1]!)!, end: LETTER.lastIndex };
}

function isLetter(source: string, at: number): boolean {
  const unit = source.charCodeAt(at) | 0x20;
  return unit >= 0x61 && unit <= 0x7a;
}
