# ruff: noqa: E501
"""Control statements in English, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.statement_cases import said

CASES = [
    # who took what
    ("Russian forces captured Siversk.", "captured Siversk russia ~"),
    ("Russian troops have captured the town of Siversk.", "captured Siversk russia ~"),
    ("Russian troops seized the strategic city of Pokrovsk on Friday.", "captured Pokrovsk russia 12-05"),
    ("Russian troops took Siversk on 5 December.", "captured Siversk russia 12-05"),
    ("Russia took full control of Pokrovsk in November.", "captured Pokrovsk russia 11-01..11-30"),
    ("Ukrainian forces liberated Kupiansk yesterday.", "liberated Kupiansk ukraine 12-06"),
    ("Ukraine has retaken Kupiansk.", "liberated Kupiansk ukraine ~"),
    ("Russian units entered Huliaipole.", "entered Huliaipole russia ~"),
    ("Russian assault groups broke into Huliaipole on December 3.", "entered Huliaipole russia 12-03"),
    ("Russian troops encircled Myrnohrad.", "encircled Myrnohrad russia ~"),
    ("Ukrainian troops withdrew from Siversk.", "lost Siversk ukraine ~"),
    ("Ukraine lost Siversk in December.", "lost Siversk ukraine 12-01..12-07"),
    ("Russian forces now control Siversk.", "held Siversk russia ~"),
    # headlines
    ("Russian forces capture Siversk", "captured Siversk russia ~"),
    ("Russia captures Siversk", "captured Siversk russia ~"),
    ("Siversk captured by Russian forces", "captured Siversk russia ~"),
    # the place first
    ("Siversk was captured by Russian forces.", "captured Siversk russia ~"),
    ("The town of Siversk has been captured.", "captured Siversk - ~"),
    ("Siversk, in the Donetsk region, was captured by Russian troops on 4 December.", "captured Siversk russia 12-04"),
    ("Siversk fell on Thursday.", "captured Siversk - 12-04"),
    ("Siversk has fallen to Russian forces.", "captured Siversk russia ~"),
    ("Siversk is under Russian control.", "held Siversk russia ~"),
    ("Siversk came under Russian control on 3 December.", "captured Siversk russia 12-03"),
    ("Myrnohrad is encircled.", "encircled Myrnohrad - ~"),
    ("Kupiansk was liberated by Ukraine.", "liberated Kupiansk ukraine ~"),
    ("The town, Siversk, captured by Russian forces last week, lies in ruins.", "captured Siversk russia 11-24..11-30"),
    ("Siversk, which Russian forces captured on 5 December, lies in ruins.", "captured Siversk russia 12-05"),
    # lists
    ("Russian forces captured Siversk, Lyman and Vovchansk.", "captured Siversk russia ~; captured Lyman russia ~; captured Vovchansk russia ~"),
    ("Russia captured the towns of Siversk and Lyman in the Donetsk region and Vovchansk in the Kharkiv region.", "captured Siversk russia ~; captured Lyman russia ~; captured Vovchansk russia ~"),
    ("Siversk and Lyman were captured by Russian forces.", "captured Siversk russia ~; captured Lyman russia ~"),
    ("Russian forces took two settlements: Siversk and Rodynske.", "captured Siversk russia ~; captured Rodynske russia ~"),
    ("Russian forces captured Siversk and entered Huliaipole.", "captured Siversk russia ~; entered Huliaipole russia ~"),
    # other forms of the verb
    ("Russian forces advanced in the Donetsk region, capturing Siversk.", "captured Siversk russia ~"),
    ("After capturing Siversk, Russian forces moved on.", "captured Siversk russia ~"),
    ("After the fall of Siversk, Russian forces moved on.", "captured Siversk - ~"),
    ("Russian forces managed to capture Siversk.", "captured Siversk russia ~"),
    # whose claim it is
    ("Russia claims to have captured Siversk.", "captured Siversk russia ~ claimed by russia"),
    ("The Russian defence ministry claimed that its troops had taken Siversk on 5 December.", "captured Siversk russia 12-05 claimed by ru_mod"),
    ("Russian forces reportedly captured Siversk.", "captured Siversk russia ~ claimed"),
    ("Russia announced the capture of Siversk.", "captured Siversk russia ~ by russia"),
    ("Ukraine said Russian troops had entered Huliaipole.", "entered Huliaipole russia ~ by ukraine"),
    ("Kyiv said that its troops had liberated Kupiansk.", "liberated Kupiansk ukraine ~ by ukraine"),
    ("Russian forces captured Siversk, DeepState reported.", "captured Siversk russia ~ by deepstate"),
    ("Russia claims to have captured Kupiansk, which Ukraine denies.", "captured Kupiansk russia ~ claimed by russia"),
    # nobody says that it happened
    ("Russian forces have not captured Siversk.", "none"),
    ("Russia has yet to capture Siversk.", "none"),
    ("Ukraine denied that Russian forces had captured Siversk.", "none"),
    ("Russian forces may have entered Huliaipole.", "none"),
    ("Russia is trying to take Siversk.", "none"),
    ("Russian forces are trying to enter Huliaipole.", "none"),
    ("Russia wants to capture Pokrovsk by the end of the year.", "none"),
    ("Russia will capture Siversk within weeks.", "none"),
    ("If Russia captures Siversk, Lyman will be next.", "none"),
    ("Russian forces nearly encircled Myrnohrad.", "none"),
    ("Reports that Russian forces captured Siversk are false.", "none"),
    ("Has Russia captured Siversk?", "none"),
    ("Russian forces failed to capture Siversk.", "none"),
    ("Russian forces are close to capturing Siversk.", "none"),
    ("The battle for Siversk goes on.", "none"),
    ("Once Russia captured Siversk it would threaten Lyman.", "none"),
    ("It is unclear whether Siversk has been captured.", "none"),
    ("No Russian soldier has entered Kupiansk.", "none"),
    ("Siversk has not fallen.", "none"),
    ("Siversk is not under Russian control.", "none"),
    ("Siversk could be encircled.", "none"),
    # not the place itself
    ("Russian forces captured part of Siversk.", "none"),
    ("Russian forces captured the outskirts of Siversk.", "none"),
    ("Russian forces captured positions near Siversk.", "none"),
    ("Russian forces captured 12 square kilometres near Siversk.", "none"),
    ("Russian forces captured three soldiers in Siversk.", "none"),
    ("Soldiers in Siversk were captured.", "none"),
    ("The mayor of Siversk was captured.", "none"),
    ("Russian forces took Siversk's station.", "none"),
    ("Russian forces took Siversk railway station.", "none"),
    ("Fighting goes on in occupied Siversk.", "none"),
    ("Russian forces entered the Siversk direction.", "none"),
    ("The soldier took part in the defence of Siversk.", "none"),
    ("It took Siversk residents a week to leave.", "none"),
    ("Russian forces advanced towards Siversk.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_english(text: str, expected: str) -> None:
    assert said(text, "en") == expected
