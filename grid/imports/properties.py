"""What a property or a column is called in the field: names of shapefile columns, pinyin initials, plain Chinese.

Names are compared without case, spaces and underscores. The first name of a list that a file has is taken, so the
special ones (`wgdm`) stand before those that may mean anything (`code`).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from grid.imports.layers import Layer

_ANY_CODE = ("code", "代码", "编码", "编号", "标识码", "bm", "dm", "bsm")
_ANY_NAME = ("name", "名称", "mc")

# What only one layer's code is called: also tells layers apart.
OWN_CODE: Mapping[Layer, tuple[str, ...]] = {
    Layer.DISTRICT: ("xzqdm", "qxdm", "区代码", "区县代码", "adcode"),
    Layer.STREETS: ("jddm", "jdbm", "streetcode", "街道代码", "街道编码", "qhdm", "xzqdm", "区划代码"),
    Layer.COMMUNITIES: ("sqdm", "sqbm", "communitycode", "commcode", "社区代码", "社区编码", "qhdm", "区划代码"),
    Layer.UNIT_GRIDS: (
        "wgdm", "wgbm", "dywgdm", "dywgbm", "gridcode", "cellid", "cellcode", "bgid", "bgcode",
        "单元网格代码", "单元网格编码", "单元网格标识码", "网格代码", "网格编码",
    ),
    Layer.DUTY_GRIDS: ("dutygridcode", "dutycode", "zrwgdm", "zrwgbm", "责任网格代码", "责任网格编码"),
    Layer.COMPONENTS: (
        "objid", "objcode", "componentcode", "bjbm", "bjbsm", "bjdm", "部件标识码", "部件编码", "部件代码",
    ),
}  # fmt: skip

_OWN_NAME: Mapping[Layer, tuple[str, ...]] = {
    Layer.DISTRICT: ("xzqmc", "qxmc", "区名称", "区县名称"),
    Layer.STREETS: ("jdmc", "streetname", "街道名称", "qhmc", "xzqmc", "区划名称", "街道"),
    Layer.COMMUNITIES: ("sqmc", "communityname", "commname", "社区名称", "qhmc", "区划名称", "社区"),
    Layer.UNIT_GRIDS: ("wgmc", "dywgmc", "gridname", "cellname", "bgname", "单元网格名称", "网格名称"),
    Layer.DUTY_GRIDS: ("dutygridname", "zrwgmc", "责任网格名称"),
    Layer.COMPONENTS: ("objname", "componentname", "bjmc", "部件名称"),
}

_OTHER: Mapping[str, tuple[str, ...]] = {
    "identifier": ("dutygridid", "dutyid", "id", "标识", "责任网格标识"),
    "inspector": ("inspector", "jdy", "巡查员", "监督员"),
    "unit_grids": (
        "unitgrids", "unitgridcodes", "cells", "dywg", "单元网格", "单元网格列表", "单元网格编码", "单元网格代码",
    ),
    "state": ("objstate", "state", "status", "zt", "bjzt", "状态", "部件状态"),
    "competent_unit": ("deptname1", "competentunit", "zgbm", "zgbmmc", "主管部门", "主管部门名称"),
    "owner_unit": ("deptname2", "ownerunit", "owner", "qsdw", "qsdwmc", "权属单位", "权属单位名称"),
    "maintainer_unit": ("deptname3", "maintainerunit", "maintainer", "yhdw", "yhdwmc", "养护单位", "养护单位名称"),
    "class_code": ("classcode", "smallclass", "bjlb", "lbdm", "类别代码", "小类代码", "部件类别"),
    "lon": ("lon", "lng", "longitude", "pointx", "x", "jd", "经度", "坐标x"),
    "lat": ("lat", "latitude", "pointy", "y", "wd", "纬度", "坐标y"),
}  # fmt: skip

_FIELDS: Mapping[Layer, tuple[str, ...]] = {
    Layer.DUTY_GRIDS: ("identifier", "inspector", "unit_grids"),
    Layer.COMPONENTS: ("state", "competent_unit", "owner_unit", "maintainer_unit", "class_code", "lon", "lat"),
}


def folded(name: object) -> str:
    """A property's name without what people write differently: case, full width, spaces, underscores."""
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    return "".join(c for c in text if not c.isspace() and c not in "_-")


def names_of(layer: Layer, field: str) -> tuple[str, ...]:
    """All names a field of this layer goes by, the most telling first."""
    if field == "code":
        return (*OWN_CODE[layer], *_ANY_CODE)
    if field == "name":
        return (*_OWN_NAME[layer], *_ANY_NAME)
    return _OTHER[field]


def columns_of(layer: Layer, present: Iterable[str]) -> dict[str, str]:
    """Which of the names present (folded) holds which field; a field that no name holds is missing."""
    here = set(present)
    found: dict[str, str] = {}
    for field in ("code", "name", *_FIELDS.get(layer, ())):
        taken = next((n for n in names_of(layer, field) if n in here and n not in found.values()), None)
        if taken is not None:
            found[field] = taken
    return found


def fold_keys(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {folded(name): value for name, value in properties.items()}
