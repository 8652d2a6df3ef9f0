// Reserved words of programming languages. Words that are reserved only in some places, such as `type`, are none here.

type Keywords = ReadonlySet<string>;

const words = (...texts: string[]): Keywords => new Set(texts.join(" ").split(" "));

const FLOW = "if else for while do switch case default break continue return";
const VALUES = "true false null";
const C_TYPES =
  "void char short int long float double signed unsigned const volatile static extern struct union enum";
const C_REST =
  "auto goto inline register restrict sizeof typedef include define ifdef ifndef endif elif undef pragma defined";
const OBJECTS =
  "class interface extends implements new this super try catch finally throw import package public private protected static abstract final instanceof";

export const NONE: Keywords = new Set();
export const C = words(
  FLOW,
  C_TYPES,
  C_REST,
  "NULL true false bool size_t uint8_t int8_t uint16_t int16_t uint32_t int32_t uint64_t int64_t",
);
export const CPP = words(
  FLOW,
  C_TYPES,
  C_REST,
  "class namespace template typename using public private protected virtual override final new delete this try catch throw operator friend explicit mutable constexpr noexcept nullptr true false bool std decltype static_cast const_cast dynamic_cast reinterpret_cast",
);
export const OBJECTIVE_C = words(
  FLOW,
  C_TYPES,
  C_REST,
  "id self super nil YES NO BOOL interface implementation protocol property synthesize end import selector nonatomic strong weak copy assign readonly",
);
export const CSHARP = words(
  FLOW,
  VALUES,
  "class interface struct enum namespace using new this base try catch finally throw public private protected internal static abstract sealed virtual override readonly const void int long short byte float double decimal bool string object char var is as in out ref params foreach lock typeof sizeof async await event delegate operator yield where",
);
export const JAVA = words(
  FLOW,
  VALUES,
  OBJECTS,
  "void int long short byte char float double boolean enum assert synchronized transient volatile native throws goto const strictfp var def",
);
export const KOTLIN = words(
  "if else for while do when break continue return",
  VALUES,
  "fun val var class interface object companion package import as is in this super throw try catch finally typealias override open abstract sealed private public protected internal lateinit suspend inline",
);
export const SCALA = words(
  "if else for while do match case return yield",
  VALUES,
  "def val var class object trait extends with package import new this super throw try catch finally type override abstract sealed private protected implicit lazy final",
);
export const SWIFT = words(
  FLOW,
  "true false nil func let var class struct enum protocol extension import init deinit self Self super guard in is as where throw throws try catch defer repeat fallthrough static public private internal fileprivate open override mutating inout typealias",
);
export const GO = words(
  FLOW,
  "true false nil func var const type struct interface map chan go defer select range package import fallthrough goto int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 string bool byte rune float32 float64 error",
);
export const RUST = words(
  "if else for while loop match break continue return",
  "true false fn let mut const static struct enum trait impl type mod use pub crate self Self super where as in ref move dyn unsafe extern async await box u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char str",
);
export const ZIG = words(
  FLOW,
  VALUES,
  "const var fn pub struct enum union error try catch defer errdefer comptime inline extern export orelse undefined unreachable usize u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 bool void",
);
export const JAVASCRIPT = words(
  FLOW,
  VALUES,
  "undefined const let var function class extends implements interface enum new this super try catch finally throw import export from async await yield typeof instanceof in of delete void with debugger static public private protected readonly abstract declare namespace keyof string number boolean any unknown never",
);
export const PHP = words(
  FLOW,
  VALUES,
  OBJECTS,
  "php echo print function fn foreach elseif endif endforeach endwhile as use namespace trait const var global isset unset empty array list require require_once include include_once self parent match yield int string bool float mixed",
);
export const DART = words(
  FLOW,
  VALUES,
  OBJECTS,
  "void int double num bool String var const late required async await yield enum mixin with library part export show hide is as in on rethrow assert dynamic external factory operator typedef covariant",
);
export const SOLIDITY = words(
  FLOW,
  VALUES,
  "contract interface library function modifier event struct enum mapping pragma solidity import public private internal external view pure payable returns memory storage calldata constant immutable require revert assert emit new this super using is uint uint256 int int256 address bool string bytes bytes32",
);
export const PROTOBUF = words(
  "syntax message enum service rpc returns repeated optional required oneof map reserved option import package extend stream string bool bytes int32 int64 uint32 uint64 float double struct exception namespace true false",
);
export const VERILOG = words(
  "module endmodule input output inout wire reg logic integer parameter localparam assign always always_ff always_comb initial begin end if else case casez endcase for generate endgenerate function endfunction task endtask posedge negedge default include define",
);
export const CSS = words(
  "important px em rem var calc rgba rgb none auto inherit initial media import",
);
export const PYTHON = words(
  "if elif else for while break continue return pass try except finally raise with as def class lambda yield from import global nonlocal assert del in is not and or True False None async await self cls print",
);
export const RUBY = words(
  "if elsif else unless case when while until for in do end break next redo retry return begin rescue ensure raise def class module self super nil true false and or not then yield alias defined require require_relative include extend attr_reader attr_accessor attr_writer private protected public lambda proc puts",
);
export const PERL = words(
  "if elsif else unless while until for foreach do last next redo return sub my our local use no require package strict warnings and or not eq ne lt gt le ge cmp undef print defined ref bless shift push qw",
);
export const SHELL = words(
  "if then else elif fi for while until do done case esac in function select return exit break continue local export readonly declare unset shift set source echo true false test eval exec",
);
export const POWERSHELL = words(
  "if else elseif switch for foreach while do until break continue return function param begin process end try catch finally throw filter in true false null mandatory parameter cmdletbinding",
);
export const R = words(
  "if else for while repeat break next return function in TRUE FALSE NULL NA Inf NaN library require",
);
export const JULIA = words(
  "if elseif else for while break continue return function macro module struct mutable abstract primitive type end begin let do try catch finally using import export const global local quote true false nothing in isa where",
);
export const ELIXIR = words(
  "if else unless case cond do end def defp defmodule defmacro defstruct defimpl defprotocol fn when with for in and or not nil true false use import alias require raise rescue try catch after receive moduledoc doc spec",
);
export const NIM = words(
  "if elif else case of for while break continue return proc func method iterator template macro type object ref ptr var let const import from include export try except finally raise discard in notin is isnot and or not xor nil true false echo",
);
export const TCL = words(
  "if else elseif for foreach while switch break continue return proc set expr puts global upvar uplevel namespace eval package require source",
);
export const MAKE = words(
  "ifeq ifneq ifdef ifndef else endif include export define endef override PHONY",
);
export const CMAKE = words(
  "if else elseif endif foreach endforeach while endwhile function endfunction macro endmacro set unset return include and or not on off true false strequal matches public private interface",
);
export const DOCKER = words(
  "FROM RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL AS",
);
export const CONFIGURATION = words("true false null yes no on off");
export const TERRAFORM = words(
  "resource data variable output module provider locals terraform for in if true false null var local each",
);
export const GRAPHQL = words(
  "type interface union enum input scalar schema query mutation subscription fragment on extend implements directive true false null",
);
export const NIX = words("if then else let in with rec inherit assert or import true false null");
export const SQL = words(
  "select from where and or not in is null like between exists all any as on using join inner left right full outer cross natural group by order having limit offset union intersect except distinct insert into values update set delete create alter drop table view index unique primary key foreign references constraint default check if else elsif end case when then begin commit rollback transaction declare return returns function procedure trigger for each row execute language replace temporary cascade add column database schema grant revoke to with recursive over partition asc desc int integer bigint smallint varchar char text boolean numeric decimal timestamp date true false",
);
export const LUA = words(
  "if then else elseif end for while do repeat until break goto return function local nil true false and or not in require",
);
export const HASKELL = words(
  "if then else case of let in where do module import qualified hiding as data type newtype class instance deriving infix infixl infixr forall exposing port",
);
export const ADA = words(
  "if then else elsif end case when for while loop exit return procedure function package body is in out begin declare type subtype record array of range with use new and or not xor null access constant exception raise others entity architecture signal variable port map process library all downto to std_logic",
);
export const LISP = words(
  "def defn defun defmacro defvar defconst define lambda let let* letrec fn if cond case when unless do progn begin loop recur quote setq set! and or not nil true false ns require import in-ns",
);
export const OCAML = words(
  "let rec in and fun function match with if then else begin end for while do done to downto type of module struct sig open include val external mutable exception try raise as when class object method inherit new true false not member namespace yield return use",
);
export const PASCAL = words(
  "begin end if then else case of for to downto while do repeat until with procedure function program unit uses interface implementation type var const record array set class object private public protected published property inherited constructor destructor try except finally raise nil and or not xor div mod in is as out string integer boolean true false",
);
export const FORTRAN = words(
  "program subroutine function module contains use implicit none integer real double precision complex logical character parameter dimension allocatable intent in out inout if then else elseif endif do enddo while end call return stop exit cycle select case where allocate deallocate print write read type result pure elemental kind only and or not eq ne lt gt le ge true false",
);
export const MATLAB = words(
  "if elseif else end for while switch case otherwise break continue return function classdef properties methods events try catch global persistent parfor true false",
);
export const ERLANG = words(
  "if case of end when fun receive after begin try catch throw module export import record define include spec type and or not andalso orelse div rem true false undefined ok",
);
export const BASIC = words(
  "if then else elseif end endif for each to step next while wend do loop until select case sub function call return exit dim as set let const new class module public private protected friend shared byval byref optional property get imports namespace inherits implements overrides try catch finally throw nothing true false and or not xor mod is in of with using integer string boolean double long object goto on error resume",
);
export const BATCH = words(
  "echo off on set setlocal endlocal if else exist not for in do goto call exit pause rem errorlevel defined equ neq",
);
export const VIM = words(
  "function endfunction if else elseif endif for endfor while endwhile let call return set setlocal autocmd augroup command nnoremap noremap map silent execute normal abort range",
);
