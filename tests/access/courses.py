"""What can happen to a case by API, in orders that the rules allow."""

from collections.abc import Callable

from cases.models import FilingStandard
from tests import make


def courses(town, photo) -> list[tuple[dict, list[tuple[str, dict | Callable]]]]:
    """(what the order says, actions with their bodies), in an order that the rules allow; together every action there
    is. A body that depends on the case is made from it and from whoever acts."""
    standard = FilingStandard.objects.get(flow="grid")
    main = make.case(sender=town.city).case_no

    def task(words):
        return lambda case, person: words | {"task": case.tasks.latest("id").pk}

    def photos(words, *names):
        return lambda case, person: words | {name: [str(photo(person))] for name in names}

    day = [
        ("classify", {"category_code": "030701"}),
        ("locate", {"location": {"address": "路口"}}),
        ("note", {"text": "已知悉"}),
        ("take_alert", {"note": "已接手"}),
        ("dispatch", {"organization": town.streets[0].code, "reason": "属地"}),
        ("urge", {"words": "请尽快"}),
        ("supervise", {"reason": "久拖不决"}),
        ("sign", {}),
        ("contact", {"note": "已联系"}),
        ("answer_supervision", {"answer": "今日办结"}),
        ("mark_hard", {"hard": True, "reason": "权属不清"}),
        ("request_return", {"reason": "不属本街道", "basis": "职责清单"}),
        ("decide_return", {"approved": False, "opinion": "属地办理"}),
        ("assign", {"person": "抢修班", "words": "更换灯泡"}),
        ("report_task", task({"outcome": "done", "result": "已更换"})),
        ("assist", {"organization": town.department.code, "words": "请供电"}),
        ("withdraw_task", task({"reason": "不再需要"})),
        ("request_extension", {"reason": "等备件", "n": "1", "requester_told": True}),
        ("decide_extension", {"approved": True}),
        ("request_shelving", {"reason": "道路施工", "plan": "完工后更换", "until": "2026-12-01T09:00:00+08:00"}),
        ("decide_shelving", {"approved": True}),
        ("resume", {"note": "已完工"}),
        ("reply", {"text": "已修好", "measures": "更换灯泡"}),
        ("review", {"accepted": True, "opinion": "同意"}),
        ("callback", {"reached": True, "contacted": True, "solved": "yes", "satisfied": "satisfied"}),
        ("reopen", {"reason": "又不亮了"}),
    ]
    on_the_spot = [
        ("send_to_verify", {"words": "请核实"}),
        ("verify", {"true": True, "standard": standard.pk}),
        ("dispatch", {"organization": town.streets[0].code}),
        ("sign", {}),
        ("reply", photos({"text": "已清运"}, "attachments")),
        ("review", {"accepted": True}),
        ("check", photos({"passed": True}, "attachments")),
    ]
    city, inspector = {"source": "12345"}, {"source": "inspector"}
    return [
        (city, day),
        (city, [("merge", {"main": main, "reason": "同一盏灯"}), ("unmerge", {"reason": "不是同一盏"})]),
        (city | {"request_kind": "consultation"}, [("answer", {"text": "每晚七点开灯", "wants_call": True})]),
        (city, [("hand_over", {"line": "110", "words": "有人受伤"})]),
        (city, [("close_special", {"reason": "诉求人撤诉"})]),
        (city, [("cancel", {"reason": "重复"})]),
        (inspector, on_the_spot),
        (inspector, [("self_handle", photos({"words": "随手清理"}, "before", "after"))]),
        (inspector, [("file", {"standard": standard.pk})]),
        (inspector, [("reject", {"ground": "outside_duties"})]),
    ]
