// Names and extensions of files, and the kind of text they stand for.
import type { TextKind } from "./textKinds.ts";

const words = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => line.split(" "));

/** Extensions of all kinds but source code. */
export const EXTENSIONS: ReadonlyMap<string, TextKind> = new Map(
  (
    [
      ["plain", "txt text org me 1st nfo diz textile creole wiki mediawiki fountain"],
      ["markdown", "md markdown mdown mkd mkdn mdwn mdx mdc rmd qmd ronn"],
      ["restructuredtext", "rst rest"],
      ["asciidoc", "adoc asciidoc asc ad"],
      ["latex", "tex latex ltx sty cls dtx ins tikz rnw bbl"],
      [
        "html",
        "html htm xhtml shtml xht xml svg rss atom rdf xsl xslt xsd wsdl dtd kml gpx plist xaml resx axml fxml",
      ],
      [
        "html",
        "csproj vbproj fsproj vcxproj props targets nuspec config storyboard xib dita ditamap docbook dbk fb2 tei",
      ],
      [
        "html",
        "ttml dfxp xlf xliff tmx opf ncx hbs handlebars mustache ejs jinja jinja2 j2 twig liquid njk erb aspx cshtml jsp",
      ],
      ["notebook", "ipynb"],
      ["json", "json jsonc json5 geojson topojson webmanifest har jsonld avsc code-workspace"],
      ["jsonl", "jsonl ndjson ldjson jsonlines"],
      ["csv", "csv tsv tab psv"],
      ["log", "log"],
      ["subtitles", "srt vtt sbv ass ssa lrc"],
    ] satisfies readonly (readonly [TextKind, string])[]
  ).flatMap(([kind, list]) =>
    list.split(" ").map((extension): [string, TextKind] => [extension, kind]),
  ),
);

/** Extensions of source code, and of settings, whose comments and strings are text as well. */
export const CODE_EXTENSIONS: ReadonlySet<string> = new Set(
  words([
    "js cjs mjs jsx ts cts mts tsx vue svelte astro coffee ls elm res resi purs imba", // JavaScript and what becomes it
    "py pyw pyi pyx pxd rb rake gemspec ru pl pm pod t raku php phtml lua tcl r jl m mm nim cr ex exs eex heex", // scripts
    "c h cc cpp cxx c++ hh hpp hxx h++ ipp inl tpp ino cu cuh cl ispc d zig v vala rs go mod sum odin hx", // near the machine
    "java kt kts groovy gradle scala sc sbt clj cljs cljc edn cs csx vb fs fsx fsi dart swift", // managed
    "hs lhs ml mli mll mly sml erl hrl lisp lsp cl el scm ss rkt agda idr lean coq pro prolog", // functional and logic
    "f for f77 f90 f95 f03 f08 ada adb ads pas pp dpr cob cbl bas vbs abap 4gl sas do ado", // older ones
    "sh bash zsh fish ksh csh ps1 psm1 psd1 bat cmd awk sed nu", // shells
    "asm s nasm wat wast ll sv svh vhd vhdl", // assembly and hardware
    "sql psql plsql pgsql cql graphql gql proto thrift avdl capnp fbs sparql cypher", // queries and schemas
    "css scss sass less styl pcss", // styles
    "glsl vert frag geom hlsl fx wgsl metal shader gd gdshader", // graphics
    "tf tfvars hcl nix dockerfile mk mak cmake ninja bazel bzl star bp gn gni meson just rules", // builds
    "yaml yml toml ini cfg conf properties env editorconfig desktop service po pot strings resw ftl lock", // settings
    "sol vy move cairo circom stan bugs mo mat mzn smt2 tla dfy applescript ahk au3 nsi iss vim vimrc", // others
    "diff patch",
  ]),
);

/** Names of files of source code, in lower case. */
export const CODE_NAMES: ReadonlySet<string> = new Set(
  words([
    "makefile gnumakefile bsdmakefile dockerfile containerfile jenkinsfile vagrantfile rakefile gemfile guardfile capfile",
    "procfile brewfile podfile fastfile appfile dangerfile thorfile berksfile cmakelists.txt build.bazel workspace.bazel",
    "sconstruct sconscript wscript justfile tiltfile snakefile earthfile meson.build meson_options.txt kconfig kbuild",
    "requirements.txt constraints.txt robots.txt go.mod go.sum pkgbuild cabal.project .env .npmrc .gitmodules .htaccess",
    "codeowners .inputrc .tmux.conf .vimrc .gvimrc .emacs .bash_profile .bash_logout",
  ]),
);

/** Names, in lower case and without what follows a sign, of texts for people that have no extension. */
export const PLAIN_NAMES: ReadonlySet<string> = new Set(
  words([
    "readme license licence copying copyright changes changelog history news authors contributors maintainers credits",
    "thanks todo install installation notice patents bugs faq version hacking acknowledgments acknowledgements",
  ]),
);
