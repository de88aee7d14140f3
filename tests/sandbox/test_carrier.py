"""The local carrier: one label per key, scans in time, controls for a demo."""

import pytest

from rethread.sandbox.carrier.core import CarrierError
from rethread.sandbox.carrier.label import barcode_bars
from rethread.sandbox.state import Sandbox, SandboxOptions
from tests.sandbox.conftest import DAY_S, MONDAY_NOON


@pytest.fixture
def time() -> list[int]:
    return [MONDAY_NOON]


@pytest.fixture
def sandbox(time: list[int]) -> Sandbox:
    return Sandbox(None, SandboxOptions(seed=1), wall=lambda: time[0])


def make(sandbox: Sandbox, key: str = "k1", parcel: str = "small") -> str:
    label = sandbox.carrier.create_label(
        key=key, from_postcode="n1 9gu", to_postcode="EH1 1YZ", parcel=parcel
    )
    return str(label["tracking_no"])


def statuses(sandbox: Sandbox, number: str) -> list[str]:
    return [scan["status"] for scan in sandbox.carrier.track(number)["scans"]]


def test_a_key_gives_one_label(sandbox: Sandbox) -> None:
    assert make(sandbox) == make(sandbox)
    with pytest.raises(CarrierError) as refused:
        make(sandbox, parcel="large")
    assert (refused.value.status, refused.value.code) == (409, "carrier.key_reused")
    assert make(sandbox, key="k2") != make(sandbox)


@pytest.mark.parametrize("number", range(5))
def test_a_parcel_arrives_within_two_days(sandbox: Sandbox, time: list[int], number: int) -> None:
    tracking_no = make(sandbox, key=str(number))
    time[0] += DAY_S
    assert sandbox.carrier.track(tracking_no)["status"] == "label_created"
    sandbox.carrier.hand_over(tracking_no)
    sandbox.carrier.hand_over(tracking_no)
    assert statuses(sandbox, tracking_no) == ["accepted"]
    time[0] += DAY_S
    assert statuses(sandbox, tracking_no) == ["accepted", "in_transit"]
    time[0] += DAY_S
    scans = sandbox.carrier.track(tracking_no)["scans"]
    assert [scan["status"] for scan in scans] == [
        "accepted",
        "in_transit",
        "out_for_delivery",
        "delivered",
    ]
    moments = [scan["at"] for scan in scans]
    assert moments == sorted(moments)
    assert moments[0] == MONDAY_NOON + DAY_S
    assert moments[-1] <= MONDAY_NOON + 3 * DAY_S


def test_delivered_at_once_by_the_control(sandbox: Sandbox) -> None:
    number = make(sandbox)
    assert sandbox.carrier.deliver_now(number)["status"] == "delivered"
    with pytest.raises(CarrierError, match="has been delivered"):
        sandbox.carrier.lose(number)
    assert sandbox.carrier.track(number)["status"] == "delivered"


def test_a_lost_parcel_never_arrives(sandbox: Sandbox, time: list[int]) -> None:
    number = make(sandbox)
    sandbox.carrier.hand_over(number)
    time[0] += DAY_S
    sandbox.carrier.lose(number)
    time[0] += 30 * DAY_S
    assert statuses(sandbox, number) == ["accepted", "in_transit", "lost"]
    with pytest.raises(CarrierError):
        sandbox.carrier.deliver_now(number)


@pytest.mark.parametrize(
    ("field", "value"), [("from_postcode", ""), ("to_postcode", "<b>"), ("parcel", "piano")]
)
def test_a_bad_field_is_named(sandbox: Sandbox, field: str, value: str) -> None:
    asked = {"from_postcode": "N1 9GU", "to_postcode": "EH1 1YZ", "parcel": "small", field: value}
    with pytest.raises(CarrierError) as refused:
        sandbox.carrier.create_label(key="k", **asked)
    assert (refused.value.status, refused.value.field) == (400, field)


def test_an_unknown_parcel_is_a_404(sandbox: Sandbox) -> None:
    with pytest.raises(CarrierError) as refused:
        sandbox.carrier.hand_over("RT00000000000000")
    assert refused.value.status == 404


def test_the_barcode_has_five_bars_for_each_character() -> None:
    bars = barcode_bars("RT12")
    assert len(bars) == 5 * 6
    assert {width for _, width in bars} == {2, 5}
