"""A row of cells becomes an order, or a list of what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.actions.fingerprint import fingerprint_of
from cases.imports import values
from cases.imports.columns import ColumnMap
from cases.imports.drafts import Draft, Ending, Refusal
from cases.imports.naming import CategoryNames
from cases.models import ReceivedPrecision, RequestKind, Source, Urgency
from cases.rules.orders import EXTRA_LIMIT, LENGTHS, Caller, Order, Whereabouts, may_be_order_no
from grid.coordinates import gcj02_to_wgs84

# A sender's clock may be wrong by this much, or stand in another zone.
_AHEAD = timedelta(days=1)
_LABELS: Mapping[str, Mapping[str, str]] = {
    "request_kind": {str(label): value for value, label in RequestKind.choices},
    "urgency": {str(label): value for value, label in Urgency.choices},
    "source": {str(label): value for value, label in Source.choices},
    "solved": {word: str(value) for word, value in values.SOLVED.items()},
    "satisfied": {word: str(value) for word, value in values.SATISFIED.items()},
}
# Fields whose text goes into the order as it stands; the columns of all others stay readable in `extra`.
_VERBATIM = frozenset(
    {"order_no", "title", "content", "address", "requester_name", "requester_phone", "requester_address"}
)
_OF_HISTORY = frozenset({"reply", "replied_at", "closed_at"})
_TIMES = frozenset({"received_at", "reply_due_at"})


@dataclass
class Reader:
    """Reads the rows of one file; `with_endings` when it is history."""

    mapping: ColumnMap
    header: Sequence[str]
    categories: CategoryNames
    now: datetime
    with_endings: bool
    _columns: dict[str, tuple[str, ...]] = field(init=False)
    _alone: dict[str, str] = field(init=False)
    _kept: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        there = frozenset(self.header)
        self._columns = {one: tuple(c for c in named if c in there) for one, named in self.mapping.columns.items()}
        self._alone = {one: columns[0] for one, columns in self._columns.items() if len(columns) == 1}
        taken_over = _VERBATIM | _TIMES | (_OF_HISTORY if self.with_endings else frozenset())
        gone = {column for one in taken_over for column in self._columns.get(one, ())}
        self._kept = tuple(column for column in self.header if column not in gone)

    def read(self, line: int, cells: Mapping[str, str]) -> Draft | list[Refusal]:
        row = _Row(self, line, cells)
        order = row.order()
        ending = row.ending() if self.with_endings else None
        if row.refusals:
            return row.refusals
        end = ending.fingerprint() if ending is not None else ""
        return Draft(line, order, fingerprint_of(order), row.precision, ending, end)

    def columns(self, one: str) -> tuple[str, ...]:
        return self._columns.get(one, ())

    def column(self, one: str) -> str | None:
        """The field's only column, as nearly every field has it."""
        return self._alone.get(one)

    @property
    def kept(self) -> tuple[str, ...]:
        return self._kept


@dataclass
class _Row:
    reader: Reader
    line: int
    cells: Mapping[str, str]
    refusals: list[Refusal] = field(default_factory=list)
    precision: str = ReceivedPrecision.SECOND

    def order(self) -> Order:
        order_no = self.words("order_no", is_required=True)
        if order_no and not may_be_order_no(order_no):
            self.refuse("order_no", _("不能含斜杠或控制字符，也不能是 batch"))
        received_at = self.received_at(order_no)
        caller, masked = self.caller()
        return Order(
            order_no=order_no,
            source=self.choice("source", default=self.reader.mapping.source),
            received_at=received_at,
            request_kind=self.choice("request_kind", default=RequestKind.HELP.value),
            urgency=self.choice("urgency", default=Urgency.GENERAL.value),
            title=self.words("title", is_required=True),
            content=self.words("content", is_required=True),
            category_code=self.reader.categories.code_of(self.text("category")),
            caller=caller,
            whereabouts=self.whereabouts(),
            reply_due_at=self.due(received_at),
            is_supervised=values.switch(self.text("supervised")),
            extra=self.the_rest(masked),
        )

    def ending(self) -> Ending:
        return Ending(
            status=self.choice("status", default=""),
            reply=self.text("reply"),
            replied_at=self.instant("replied_at"),
            closed_at=self.instant("closed_at"),
            solved=self.choice("solved", default=""),
            satisfied=self.choice("satisfied", default=""),
        )

    def refuse(self, one: str, reason: str) -> None:
        columns = self.reader.columns(one)
        self.refusals.append(Refusal(self.line, "、".join(columns) or one, reason))

    def text(self, one: str) -> str:
        """The cells of the field, joined: an address without a break, anything else line by line."""
        alone = self.reader.column(one)
        if alone is not None:
            return self.cells.get(alone, "").strip()
        columns = self.reader.columns(one)
        parts = [part for column in columns if (part := self.cells.get(column, "").strip())]
        return ("" if one == "address" else "\n").join(dict.fromkeys(parts))

    def words(self, one: str, *, is_required: bool = False) -> str:
        text = self.text(one)
        if is_required and not text:
            self.refuse(one, _("不能为空"))
        if len(text) > LENGTHS[one]:
            reason = _("最多 %(most)d 个字符，现有 %(length)d 个")
            self.refuse(one, reason % {"most": LENGTHS[one], "length": len(text)})
        return text

    def choice(self, one: str, *, default: str) -> str:
        """What the word means by the mapping, by its Chinese label or by itself; an unknown one stays in `extra`."""
        mapping, text = self.reader.mapping, self.text(one)
        meant = mapping.values.get(one, {}).get(text) or _LABELS.get(one, {}).get(text)
        if meant is None and text in _LABELS.get(one, {}).values():
            meant = text
        return meant or mapping.defaults.get(one, default)

    def readable(self, one: str, read: Callable[[str], values.Moment]) -> values.Moment | None:
        text = self.text(one)
        try:
            return read(text) if text else None
        except values.Unreadable as error:
            self.refuse(one, str(error))
            return None

    def instant(self, one: str) -> datetime | None:
        moment = self.readable(one, values.moment)
        if moment is not None and moment.at > self.reader.now + _AHEAD:
            self.refuse(one, _("时间在未来"))
        return moment.at if moment else None

    def received_at(self, order_no: str) -> datetime:
        """The file's own time, else the day inside the order number."""
        before = len(self.refusals)
        moment = self.readable("received_at", values.moment) or values.day_in_number(order_no)
        if moment is None:
            if len(self.refusals) == before and order_no:
                self.refuse("order_no", _("没有接收时间，工单号中也没有日期"))
            return self.reader.now
        if moment.at > self.reader.now + _AHEAD:
            self.refuse("received_at" if self.text("received_at") else "order_no", _("接收时间在未来"))
        self.precision = moment.precision.value
        return moment.at

    def due(self, received_at: datetime) -> datetime | None:
        moment = self.readable("reply_due_at", values.moment)
        if moment is not None and moment.at <= received_at:
            self.refuse("reply_due_at", _("回复时限应晚于接收时间"))
        return moment.at if moment else None

    def caller(self) -> tuple[Caller, str]:
        """Who asks, and a number that the sender masked: nobody can be called or found by it."""
        name, phone = self.words("requester_name"), self.words("requester_phone")
        is_secret = name in values.SECRET or phone in values.SECRET or values.switch(self.text("is_secret"))
        masked = phone if values.is_masked(phone) else ""
        return Caller(
            name="" if name in values.SECRET else name,
            phone="" if masked or phone in values.SECRET else phone,
            address=self.words("requester_address"),
            is_secret=is_secret,
        ), masked

    def whereabouts(self) -> Whereabouts:
        lon, lat = self.degrees("lon", 180), self.degrees("lat", 90)
        if bool(self.text("lon")) != bool(self.text("lat")):
            self.refuse("lat" if self.text("lon") else "lon", _("经度和纬度要一起给，或都不给"))
        elif lon is not None and lat is not None and self.reader.mapping.crs == "gcj02":
            lon, lat = gcj02_to_wgs84(lon, lat)
        words = {one: self.words(one) for one in ("address", "street", "community")}
        return Whereabouts(**words, lon=lon, lat=lat)

    def degrees(self, one: str, limit: int) -> float | None:
        text = self.text(one)
        try:
            return values.degrees(text, limit=limit) if text else None
        except values.Unreadable as error:
            self.refuse(one, str(error))
            return None

    def the_rest(self, masked: str) -> dict[str, str]:
        """Everything else that the row says, by the names of its columns."""
        kept = {column: text for column in self.reader.kept if (text := self.cells.get(column, "").strip())}
        if masked:
            kept[self.reader.columns("requester_phone")[0]] = masked
        if len(kept) > EXTRA_LIMIT:
            self.refuse("extra", _("未对应的列最多 %d 个") % EXTRA_LIMIT)
        for column, text in kept.items():
            if len(text) > LENGTHS["content"]:
                self.refusals.append(Refusal(self.line, column, _("最多 %d 个字符") % LENGTHS["content"]))
        return kept
