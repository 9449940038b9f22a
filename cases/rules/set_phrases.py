"""What callers say whatever it is about; it tells nothing of the matter. The longer before what it contains."""

SET_PHRASES = (
    *("来电人反映", "来电人", "市民反映", "市民来电", "市民", "反映", "希望有关部门", "请有关部门", "相关部门"),
    *("尽快处理", "尽快", "请求", "要求", "希望", "诉求人", "处理一下", "请派人", "请帮忙"),
)
