from tests.browser.conftest import chromium, enter, make_user

__all__ = ["chromium", "enter", "make_user"]
