"""Stated areas in Chinese, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    ("俄军11月占领了505平方公里。", "505 captured russia 2025-11"),
    ("俄军在2025年11月攻占505平方千米。", "505 captured russia 2025-11"),
    ("11月，俄罗斯夺取了195平方英里的领土。", "195mi2 captured russia 2025-11"),
    ("俄军十一月占领了五百零五平方公里。", "505 captured russia 2025-11"),
    ("今年以来，俄军占领了4336平方公里。", "4336 captured russia 2025-01-01..2025-12-07"),
    ("今年以来，俄军占领了4,336平方公里。", "4336 captured russia 2025-01-01..2025-12-07"),
    ("2024年，俄军占领了3600平方公里。", "3600 captured russia 2024-01-01..2024-12-31"),
    ("俄军占领了1.2万平方公里。", "12000 captured russia -"),
    ("俄军11月占领了约500平方公里。", "500 captured russia 2025-11 ~"),
    ("俄军11月占领了近500平方公里。", "500 captured russia 2025-11 ~"),
    ("俄军11月占领了超过500平方公里。", "500 captured russia 2025-11 >"),
    ("俄军11月占领了至少500平方公里。", "500 captured russia 2025-11 >"),
    ("俄军11月占领了不到500平方公里。", "500 captured russia 2025-11 <"),
    ("俄军11月占领了500多平方公里。", "500 captured russia 2025-11 >"),
    ("俄军11月占领了500至550平方公里。", "500-550 captured russia 2025-11"),
    ("俄军11月占领了505平方公里（195平方英里）。", "505 captured russia 2025-11"),
    ("俄军11月占领了505平方公里，远超10月的267平方公里。", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("俄军11月占领了505平方公里，而10月为267平方公里。", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("俄军每天推进14平方公里。", "14 captured russia - /day"),
    ("11月俄军日均占领14平方公里。", "14 captured russia 2025-11 /day"),
    ("乌克兰8月失去了464平方公里。", "464 lost ukraine 2025-08"),
    ("俄军2月丢失37平方公里。", "37 lost russia 2025-02"),
    ("乌军收复了20平方公里。", "20 captured ukraine -"),
    ("上周，乌军夺回20平方公里。", "20 captured ukraine 2025-11-24..2025-11-30"),
    ("俄罗斯目前控制着116165平方公里的乌克兰领土。", "116165 held russia ..2025-12-07"),
    ("截至12月1日，俄罗斯控制着116165平方公里。", "116165 held russia ..2025-12-01"),
    ("顿涅茨克州仍有6500平方公里尚未被占领。", "6500 remaining russia ..2025-12-07"),
    ("灰色地带11月扩大了25平方公里。", "25 other - 2025-11"),
    ("过去一周，俄军夺取了64平方公里。", "64 captured russia 2025-11-30..2025-12-07"),
    ("上个月，俄军占领了505平方公里。", "505 captured russia 2025-11"),
    ("自8月15日以来，俄军占领了908平方公里。", "908 captured russia 2025-08-15..2025-12-07"),
    ("10月前27天，俄军占领了478平方公里。", "478 captured russia 2025-10-01..2025-10-27"),
    ("8月至10月，俄军占领了1000平方公里。", "1000 captured russia 2025-08-01..2025-10-31"),
    ("自反攻开始以来，乌军收复了1150平方公里。", "1150 captured ukraine ..2025-12-07"),
    ("据DeepState统计，俄军11月占领了505平方公里。", "505 captured russia 2025-11 @deepstate"),
    ("战争研究所称，俄军11月占领了505平方公里。", "505 captured russia 2025-11 @isw"),
    ("大火烧毁了2400公顷森林。", "none"),
    ("该水库面积为2155平方公里。", "none"),
    ("卢森堡国土面积2586平方公里。", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_chinese(text: str, wanted: str) -> None:
    assert said(text, "zh") == wanted
