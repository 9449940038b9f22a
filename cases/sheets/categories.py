"""类别."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Category, CategoryScheme
from cases.sheets.rulebook import RulebookSheet
from organizations.sheets.cells import text_in
from organizations.sheets.columns import ChoiceColumn, Column, Directory, FlagColumn, ReferenceColumn
from organizations.sheets.draft import Draft
from organizations.sheets.names import Names
from organizations.sheets.sheet import Entry
from organizations.sheets.trees import circles


@dataclass(frozen=True, kw_only=True)
class ParentColumn(Column):
    """The superior by its code, which means only one within the row's own scheme and kind."""

    def read(self, raw: object, directory: Directory, row: Mapping[str, Any]) -> Category | None:
        if row.get("scheme") is None or row.get("kind") is None:
            return None
        found: Category = directory.get(_tree(row["scheme"], row["kind"]), Names(gettext("上级"))).find(text_in(raw))
        return found

    def show(self, value: Category | None, directory: Directory) -> str:
        return "" if value is None else value.code

    def empty(self) -> None:
        return None


class CategorySheet(RulebookSheet[Category]):
    kind = "categories"
    title = _("类别")
    about = _("按方案、类型和编码找到已有的类别；没有的是新增。不再用的类别把“在用”改为“否”，不能删除。")
    model = Category
    key = ("scheme", "kind", "code")
    tree_field = "parent"
    columns = (
        ReferenceColumn(heading="方案", field="scheme", names="schemes", required=True, width=20,
                        example="gbt47678.5-2026", help=_("分类方案的编码；新方案先在“分类方案”页新增")),
        ChoiceColumn(heading="类型", field="kind", required=True, options=Category.Kind.choices, example="事项"),
        Column(heading="编码", field="code", required=True, example="06010",
               help=_("同一方案、同一类型内不重复；以文本填写，保留开头的 0")),
        Column(heading="名称", field="name", required=True, example="暴露垃圾", width=24),
        ParentColumn(heading="上级编码", field="parent", example="06",
                     help=_("同一方案、同一类型内的编码，可以是本文件中新增的；大类留空；最多三级")),
        Column(heading="全称", field="path_name", is_shown_only=True, width=40, help=_("由系统写出，导入时不读")),
        FlagColumn(heading="在用", field="is_active", default=True, example="是",
                   help=_("“否”表示停用：不能再选，已有案件不受影响")),
    )  # fmt: skip
    sentences: ClassVar = {
        "code_is_unique_in_its_scheme_and_kind": ("code", _("同一方案、同一类型内编码重复")),
        "category_has_three_levels_at_most": ("parent", _("最多三级")),
        "only_a_top_category_has_no_parent": ("parent", _("只有大类没有上级")),
    }

    def stored(self) -> QuerySet[Category]:
        return Category.objects.select_related("scheme", "parent").order_by("scheme_id", "kind", "code")

    def directory(self, stored: Sequence[Category]) -> Directory:
        schemes: Names[CategoryScheme] = Names(gettext("分类方案"))
        for scheme in CategoryScheme.objects.all():
            schemes.add(scheme.pk, scheme, [scheme.code, scheme.name, scheme.code])
        directory: dict[str, Names[Any]] = {"schemes": schemes}
        for one in stored:
            _add(directory, one, one.pk)
        return directory

    def introduce(self, draft: Draft[Category], entry: Entry[Category]) -> None:
        if entry.target is not None:
            _add(draft.directory, entry.target, id(entry.target))

    def label(self, obj: Category) -> str:
        return f"{obj.code} {obj.name}".strip()

    def prepare(self, draft: Draft[Category]) -> None:
        """Levels and full names follow from the superiors, also of rows that the file doesn't name."""
        ways = _Ways(draft)
        for one in draft.finals:
            for name, value in zip(("level", "path_name"), ways.of(one), strict=True):
                if getattr(one, name) != value:
                    setattr(one, name, value)
                    draft.derived.setdefault(name, []).append(one)

    def check(self, draft: Draft[Category]) -> None:
        for entry in circles(draft, "parent"):
            draft.wrong(entry, "parent", "circle", gettext("上级关系绕成了圈。"))
        for one in draft.derived.get("level", ()):
            mover = _mover(draft, one) if one.level > 3 else None
            if mover is not None and not mover.is_wrong:
                words = gettext("移到这里后，它的下级“%(below)s”超过了三级。") % {"below": one.name}
                draft.wrong(mover, "parent", "category_has_three_levels_at_most", words)

    def consequences(self, draft: Draft[Category]) -> Iterable[str]:
        retired = sum("is_active" in e.changes and e.stored.is_active for e in draft.touched if e.stored)
        if retired:
            yield gettext("将停用 %(n)s 个类别：以后不能再选，已有案件不受影响。") % {"n": retired}


class _Ways:
    """Level and full name of each category as it would be; a circle is cut, and told by `check`."""

    def __init__(self, draft: Draft[Category]) -> None:
        self._draft = draft
        self._known: dict[int, tuple[int, str]] = {}

    def of(self, one: Category, below: frozenset[int] = frozenset()) -> tuple[int, str]:
        if id(one) not in self._known:
            above = self._draft.final(one.parent) if one.parent is not None else None
            if above is None or id(above) in below:
                self._known[id(one)] = (1, one.name)
            else:
                level, path = self.of(above, below | {id(one)})
                self._known[id(one)] = (level + 1, f"{path} / {one.name}"[:200])
        return self._known[id(one)]


def _mover(draft: Draft[Category], one: Category) -> Entry[Category] | None:
    """The row of the file that moved this category or one above it."""
    seen: set[int] = set()
    here: Category | None = one
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        entry = draft.entry_of(here)
        if entry is not None and "parent" in entry.changes:
            return entry
        here = draft.final(here.parent) if here.parent is not None else None
    return None


def _tree(scheme: CategoryScheme, kind: str) -> str:
    return f"{scheme.pk}:{kind}"


def _add(directory: Mapping[str, Names[Any]], one: Category, identity: int) -> None:
    """Trees that no stored category belongs to yet are opened by the first new one."""
    trees: Any = directory
    trees.setdefault(_tree(one.scheme, one.kind), Names(gettext("上级"))).add(identity, one, [one.code])
