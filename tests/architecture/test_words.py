import re
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
