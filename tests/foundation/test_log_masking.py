"""Whatever a library logs, no number of a person stands in it."""

import io
import logging

import pytest

NUMBER = "13800001111"


@pytest.fixture
def log():
    """A logger of somebody else's, with a formatter that knows nothing of us."""
    lines = io.StringIO()
    logger, handler = logging.getLogger("somebody.else"), logging.StreamHandler(lines)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    yield logger, lines
    logger.removeHandler(handler)


class Talkative:
    def __str__(self) -> str:
        return f"Requester({NUMBER})"


@pytest.mark.parametrize(
    "said",
    [
        (f"called {NUMBER}",),
        ("called %s", NUMBER),
        ("called %d", int(NUMBER)),
        ("called %s", Talkative()),
        ("called %(who)s", {"who": NUMBER}),
        ("called %r", {"phone": NUMBER}),
        ("GET /x?q=%s %d", NUMBER, 200),
    ],
)
def test_a_number_is_masked_however_it_is_logged(log, said):
    logger, lines = log
    logger.warning(*said)
    assert NUMBER not in lines.getvalue()
    assert "138****1111" in lines.getvalue()


def test_a_number_inside_an_exception_is_masked_with_its_causes(log):
    logger, lines = log
    try:
        try:
            raise ValueError(f"duplicate key (phone)=({NUMBER})")
        except ValueError as first:
            raise RuntimeError("could not keep") from first
    except RuntimeError:
        logger.exception("broke")
    assert NUMBER not in lines.getvalue()
    assert "(phone)=(138****1111)" in lines.getvalue()


def test_a_message_that_does_not_fit_its_arguments_leaks_nothing(log):
    logger, lines = log
    logger.warning("called %s %s", NUMBER)  # noqa: PLE1206 - that is the story
    assert NUMBER not in lines.getvalue()


def test_other_lines_stay_as_they_are(log):
    logger, lines = log
    logger.warning("case %s took %d ms", "20261124-000123", 15)
    assert lines.getvalue() == "case 20261124-000123 took 15 ms\n"


def test_a_token_in_an_address_is_cut_to_what_people_tell_it_by(log):
    logger, lines = log
    logger.warning("GET %s 200", "/wall/ccs_" + "a1B2_-" * 7 + "/board/")
    assert lines.getvalue() == "GET /wall/ccs_a1B2_-…/board/ 200\n"
