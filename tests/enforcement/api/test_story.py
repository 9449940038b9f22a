"""One whistle with three departments, from the blow to the close, by HTTP alone."""

from enforcement.api.examples import OFFICER
from tests.enforcement.api.conftest import problem

MARKS = {"person": 10, "site_work": 20, "record": 10}


def test_a_whistle_from_the_blow_to_the_close(scene, supervisor):
    whistle = scene.blow(3, arrive_by="2026-11-24T11:00:00+08:00")
    police, parks, water = whistle["summonses"]
    assert (whistle["state"], whistle["counts"]) == ("blown", {"called": 3, "open": 3, "overdue": 0})

    # The first signs and comes, by its own application.
    scene.at("2026-11-24 09:40")
    signed = scene.done(police, "sign", {"officer": OFFICER, "eta": "2026-11-24T10:30:00+08:00"})
    assert (signed["state"], signed["officer"]["phone"], signed["version"]) == ("signed", "13800001111", 2)
    assert scene.done(police, "contact", {"note": "带两辆车"})["contacted_at"] == "2026-11-24T09:40:00+08:00"
    scene.at("2026-11-24 10:40")
    came = scene.arrived(police, team_size=4, at="2026-11-24T10:30:00+08:00", lon=116.2030, lat=39.9075)
    check_in = came["check_ins"][0]
    assert (check_in["accepted_at"], check_in["late_seconds"]) == ("2026-11-24T10:30:00+08:00", 0)
    assert (check_in["team_size"], check_in["distance_m"]) == (4, 43)

    # The second objects; the street says no, the district too. It comes late, by the code on the spot.
    objection = {"reason": "属地管理", "basis": "职责清单第 12 项"}
    assert scene.done(parks, "object", objection)["state"] == "objected"
    refused = scene.done(parks, "decide-objection", {"upheld": False, "words": "属职责范围"}, scene.street)
    assert (refused["state"], refused["objection"]["state"]) == ("notified", "rejected")
    assert "appeal" in scene.department(parks).get(f"/summonses/{parks['number']}/").json()["allowed_actions"]
    scene.done(parks, "appeal", {"reason": "请区里裁定"})
    settled = scene.done(parks, "decide-appeal", {"upheld": False, "words": "应当到场"}, supervisor)
    assert settled["objection"]["state"] == "rejected_by_district"
    scene.at("2026-11-24 11:20")
    code = scene.shown(whistle)["site_code"]
    late = scene.arrived(parks, way="qr", code=code)
    assert (late["signed_at"], late["check_ins"][0]["late_seconds"]) == ("2026-11-24T11:20:00+08:00", 1200)

    # The third is entered by the street's desk, and its word about the time counts.
    desk = {"officer": OFFICER, "way": "desk", "at": "2026-11-24T10:50:00+08:00"}
    assert scene.done(water, "check-in", desk, scene.street)["checked_in_at"] == "2026-11-24T10:50:00+08:00"
    assert scene.shown(whistle)["state"] == "on_site"

    # Work, a departure by consent, reports.
    record = {"measure": "enforcement", "text": "责令改正"}
    assert scene.done(police, "records", record)["state"] == "working"
    scene.done(water, "leave", {"reason": "抢修水管"})
    granted = scene.done(water, "decide-leave", {"granted": True, "words": "同意"}, scene.street)
    assert [one["state"] for one in granted["departures"]] == ["granted"]
    for summons, result in ((police, "solved"), (parks, "partly"), (water, "solved")):
        assert scene.done(summons, "report", {"result": result, "text": "已处理"})["state"] == "reported"
    assert scene.shown(whistle)["state"] == "finishing"

    # Both sides judge, then it is closed.
    assert problem(scene.street.post(f"/whistles/{whistle['number']}/close/", {"words": "整治完成"})) == (
        409,
        "not_all_rated",
    )
    rated = [scene.done(one, "rate", {"marks": MARKS}, scene.street)["rating"] for one in (police, parks, water)]
    assert [one["total"] for one in rated] == [100, 65, 90]
    opinion = {"necessity": 5, "information": 4, "coordination": 5, "remark": "组织有序"}
    mine = scene.department(parks).post(f"/whistles/{whistle['number']}/feedback/", opinion).json()
    assert [one["information"] for one in mine["feedbacks"]] == [4]
    assert "feedback" not in mine["allowed_actions"]
    closed = scene.street.post(f"/whistles/{whistle['number']}/close/", {"words": "整治完成"}).json()
    assert (closed["state"], closed["outcome"], closed["counts"]["open"]) == ("closed", "整治完成", 0)

    # The matter is there again.
    again = scene.street.post(f"/whistles/{whistle['number']}/repeat/", scene.body(2))
    assert (again.status_code, again.json()["repeat_of"], again.json()["repeat_count"]) == (201, whistle["number"], 1)


def test_a_time_too_far_back_is_for_the_street_to_confirm(scene):
    whistle = scene.blow(1)
    (summons,) = whistle["summonses"]
    scene.at("2026-11-24 11:00")
    waits = scene.arrived(summons, at="2026-11-24T10:00:00+08:00")
    assert (waits["state"], waits["checked_in_at"], waits["check_ins"][0]["late_seconds"]) == (
        "checked_in",
        None,
        None,
    )
    believed = scene.done(summons, "confirm-check-in", {"confirmed": True, "note": "确在场"}, scene.street)
    assert believed["checked_in_at"] == "2026-11-24T10:00:00+08:00"


def test_who_has_no_position_says_why(scene):
    (summons,) = scene.blow(1)["summonses"]
    (came,) = scene.arrived(summons, lon=None, lat=None, position_note="地下室无信号")["check_ins"]
    assert (came["distance_m"], came["position_note"]) == (None, "地下室无信号")


def test_a_department_that_refuses_or_leaves_is_on_record(scene):
    first, second = scene.blow(2)["summonses"]
    refused = scene.done(first, "refuse", {"reason": "无人可派"})
    assert (refused["supervised"], refused["refusal_reason"]) == (True, "无人可派")
    assert "refuse" not in refused["allowed_actions"]
    scene.arrived(second)
    left = scene.done(second, "note-departure", {"reason": "未打招呼离开"}, scene.street)
    assert (left["left_early"], [one["state"] for one in left["departures"]]) == (True, ["unasked"])


def test_the_whole_is_suspended_resumed_widened_and_stood_down(scene):
    whistle = scene.blow(2)
    first, second = whistle["summonses"]
    address = f"/whistles/{whistle['number']}"
    scene.arrived(first)
    assert scene.street.post(f"{address}/suspend/", {"reason": "暴雨"}).json()["state"] == "suspended"
    assert problem(scene.act(first, "report", {"result": "solved", "text": "x"})) == (409, "wrong_state")
    assert scene.street.post(f"{address}/resume/", {"note": "雨停"}).json()["state"] == "on_site"
    third = scene.body(3)["departments"][2:]
    wider = scene.street.post(f"{address}/summon-more/", {"departments": third}).json()
    assert [one["number"][-2:] for one in wider["summonses"]] == ["01", "02", "03"]
    assert scene.done(second, "stand-down", {"reason": "已处理完"}, scene.street)["state"] == "stood_down"
    ended = scene.street.post(f"{address}/stand-down/", {"reason": "任务结束"}).json()
    assert ([one["state"] for one in ended["summonses"]], ended["state"]) == (["stood_down"] * 3, "finishing")


def test_a_whistle_is_cancelled_by_the_street_and_returned_by_the_centre(scene, supervisor):
    mine, theirs = scene.blow(1), scene.blow(1, matter="另一事项", location={"address": "另一处"})
    cancelled = scene.street.post(f"/whistles/{mine['number']}/cancel/", {"reason": "已自行解决"}).json()
    returned = supervisor.post(f"/whistles/{theirs['number']}/return/", {"reason": "不属吹哨事项"}).json()
    assert (cancelled["state"], returned["state"]) == ("cancelled", "returned")
