import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = re.compile(
    r"\{%\s*blocktranslate\b.*?%\}.*?\{%\s*endblocktranslate\s*%\}|\{%\s*translate\b.*?%\}|\{#.*?#\}"
    r"|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|_\((['\"]).*?\1\)",
    re.DOTALL,
)
CHINESE = re.compile(r"[一-鿿]+")
PAGES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_word_of_a_page_goes_past_translation(page):
    assert CHINESE.findall(TRANSLATED.sub("", page.read_text())) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_needs_inline_code_or_styles(page):
    text = page.read_text()
    assert re.findall(r"\sstyle\s*=|\son[a-z]+\s*=|<style|<script(?![^>]*\bsrc=)", text) == []


HOUSE = ("kernel", "foundation", "grid", "organizations", "deadlines", "notices", "cases", "enforcement", "assessment",
         "command_center")  # fmt: skip
# What makemessages knows by itself; another alias would never reach a translator.
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Chinese that is no sentence of the interface: path, or folder with a slash, and why.
NOT_SENTENCES = {
    "command_center/demo/": "texts that people of the demo write and say, and their names",
    "command_center/settings.py": "a language is named in itself",
    "kernel/texts.py": "a class of characters",
    "foundation/problems.py": "a class of characters",
    "cases/rules/set_phrases.py": "what callers say in every text",
    "cases/rules/veiling.py": "what people are called who did not say their name",
    "grid/gazetteer.py": "how addresses are written",
    "grid/gazetteer_entries.py": "how addresses are written",
    "grid/locating.py": "how addresses are written",
    "grid/names.py": "how addresses are written",
    "grid/actions/load_district.py": "names of rows, stored once for everybody",
    "organizations/actions/load_organizations.py": "names of rows, stored once for everybody",
    "deadlines/actions/load_calendar.py": "names of rows, stored once for everybody",
    "deadlines/actions/load_ladder.py": "names of rows, stored once for everybody",
    "enforcement/api/examples.py": "what callers write",
    "enforcement/actions/default_ladder.py": "names of rows, stored once for everybody",
    "cases/actions/load_catalogue.py": "a word of the CSV",
}
# Modules that hold words of files beside sentences: their constants, and headings and examples of columns, are no
# sentences; everything else there is.
WORDS_OF_FILES = {
    "assessment/rules/penalties.py": "what fines and confiscations are called, however somebody names a figure",
    "cases/imports/values.py": "how the city's exports write things",
    "cases/open311/reporting.py": "a class of characters",
    "cases/sheets/catalogue.py": "what a file carries is the same in every language",
    "cases/sheets/categories.py": "what a file carries is the same in every language",
    "cases/sheets/standards.py": "what a file carries is the same in every language",
    "foundation/tables/encodings.py": "a class of characters",
    "foundation/tables/header.py": "what is a value and no heading",
    "grid/imports/properties.py": "what columns are called in the field",
    "grid/imports/values.py": "what a wrong decoding leaves",
    "organizations/lockout.py": "a key that stays the same in every language",
    "organizations/sheets/cells.py": "how people write days and yes",
    "organizations/sheets/duty.py": "what a file carries is the same in every language",
    "organizations/sheets/organizations.py": "what a file carries is the same in every language",
    "organizations/sheets/users.py": "what a file carries is the same in every language",
}
OF_COLUMNS = {"heading", "example"}
MODULES = sorted(
    path
    for room in HOUSE
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
    and not any(str(path.relative_to(ROOT)).startswith(allowed) for allowed in NOT_SENTENCES)
)


def untranslated(source: str, *, has_words_of_files: bool = False) -> list[str]:
    """Chinese literals that are neither handed to gettext nor docstrings."""
    tree = ast.parse(source)
    fine = {id(literal) for node in ast.walk(tree) for literal in _fine(node)}
    if has_words_of_files:
        fine |= {id(literal) for word in _words_of_files(tree) for literal in ast.walk(word)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in fine
    ]


def _fine(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
        yield from node.args
    elif isinstance(node, ast.Expr):
        yield node.value


def _words_of_files(tree: ast.Module) -> Iterator[ast.AST]:
    yield from (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in OF_COLUMNS)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_no_sentence_of_a_module_goes_past_translation(module):
    has_words_of_files = str(module.relative_to(ROOT)) in WORDS_OF_FILES
    assert untranslated(module.read_text(), has_words_of_files=has_words_of_files) == []


def test_a_sentence_past_translation_is_noticed():
    assert untranslated('"""说明"""\ndef f():\n    """说明"""\n    return _("好") + gettext("好")') == []
    assert untranslated('x = _("好")\ny = {"a": f"{x}坏"}\nz = _now("坏")') == ["坏", "坏"]


def test_only_a_module_that_is_let_may_hold_words_of_files():
    source = 'X = {"是"}\nclass S:\n    y = C(heading="名", help="坏")\ndef f():\n    return C(heading="名"), "坏"'
    assert untranslated(source, has_words_of_files=True) == ["坏", "坏"]
    assert sorted(untranslated(source)) == ["名", "名", "坏", "坏", "是"]


def test_what_is_let_past_translation_is_still_there():
    assert [name for name in NOT_SENTENCES | WORDS_OF_FILES if not (ROOT / name).exists()] == []
