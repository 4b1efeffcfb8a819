# ruff: noqa: E501
"""Control statements in German, French and Chinese, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.statement_cases import said

CASES = [
    # German
    ("de", "Siwersk eingenommen", "captured Siwersk - ~"),
    ("de", "Russische Truppen haben Siwersk eingenommen.", "captured Siwersk russia ~"),
    ("de", "Russische Truppen eroberten Siwersk am 5. Dezember.", "captured Siwersk russia 12-05"),
    ("de", "Russische Truppen nahmen Siwersk ein.", "captured Siwersk russia ~"),
    ("de", "Siwersk wurde von russischen Truppen erobert.", "captured Siwersk russia ~"),
    ("de", "Die Stadt Siwersk ist gefallen.", "captured Siwersk - ~"),
    ("de", "Ukrainische Truppen haben Kupjansk befreit.", "liberated Kupjansk ukraine ~"),
    ("de", "Russische Soldaten drangen in Huljajpole ein.", "entered Huljajpole russia ~"),
    ("de", "Myrnohrad ist eingekesselt.", "encircled Myrnohrad - ~"),
    ("de", "Russland behauptet, dass seine Truppen Kupjansk erobert haben.", "captured Kupjansk russia ~ claimed by russia"),
    ("de", "Russische Truppen eroberten Siwersk, Lyman und Pokrowsk.", "captured Siwersk russia ~; captured Lyman russia ~; captured Pokrowsk russia ~"),
    ("de", "Die russische Armee hat nach eigenen Angaben die Stadt Siwersk erobert.", "captured Siwersk russia ~ claimed by russia"),
    ("de", "Die ukrainischen Streitkräfte haben sich aus Siwersk zurückgezogen.", "lost Siwersk ukraine ~"),
    ("de", "Russische Truppen sind in Huljajpole eingedrungen.", "entered Huljajpole russia ~"),
    ("de", "Russland hat die Städte Siwersk und Lyman eingenommen.", "captured Siwersk russia ~; captured Lyman russia ~"),
    ("de", "Die Einnahme von Pokrowsk wäre ein Erfolg für Moskau.", "none"),
    ("de", "Sollte Pokrowsk fallen, wäre der Weg frei.", "none"),
    ("de", "Russland behauptet, Kupjansk erobert zu haben.", "captured Kupjansk russia ~ claimed by russia"),
    ("de", "Russische Truppen haben Siwersk nicht eingenommen.", "none"),
    ("de", "Russland will Siwersk einnehmen.", "none"),
    ("de", "Russland könnte Siwersk eingenommen haben.", "none"),
    ("de", "Kiew dementierte, dass Russland Siwersk eingenommen hat.", "none"),
    ("de", "Der Bürgermeister von Siwersk wurde befreit.", "none"),
    ("de", "Russische Truppen eroberten Stellungen bei Siwersk.", "none"),
    ("de", "Die Kämpfe um Siwersk dauern an.", "none"),
    # French
    ("fr", "La Russie a pris Siversk.", "captured Siversk russia ~"),
    ("fr", "Les forces russes ont pris le contrôle de Siversk.", "captured Siversk russia ~"),
    ("fr", "Les forces russes se sont emparées de la ville de Siversk vendredi.", "captured Siversk russia 12-05"),
    ("fr", "Siversk a été prise par les forces russes.", "captured Siversk russia ~"),
    ("fr", "La ville de Siversk est tombée.", "captured Siversk - ~"),
    ("fr", "L'armée ukrainienne a libéré Koupiansk.", "liberated Koupiansk ukraine ~"),
    ("fr", "Les troupes russes sont entrées dans Houliaïpole.", "entered Houliaïpole russia ~"),
    ("fr", "Myrnohrad est encerclée.", "encircled Myrnohrad - ~"),
    ("fr", "La Russie affirme avoir pris Siversk.", "captured Siversk russia ~ claimed by russia"),
    ("fr", "Les forces russes ont pris Siversk et Lyman.", "captured Siversk russia ~; captured Lyman russia ~"),
    ("fr", "Siversk est désormais sous contrôle russe.", "held Siversk russia ~"),
    ("fr", "Les forces ukrainiennes se sont retirées de Siversk.", "lost Siversk ukraine ~"),
    ("fr", "Moscou revendique la prise de Siversk.", "captured Siversk russia ~ claimed by russia"),
    ("fr", "La prise de Pokrovsk serait une victoire pour Moscou.", "none"),
    ("fr", "Les forces russes n'ont pas pris Siversk.", "none"),
    ("fr", "La Russie tente de prendre Siversk.", "none"),
    ("fr", "Les forces russes auraient pris Siversk.", "none"),
    ("fr", "Kiev dément que la Russie a pris Siversk.", "none"),
    ("fr", "Le maire de Siversk a été capturé.", "none"),
    ("fr", "La bataille de Siversk continue.", "none"),
    # Chinese
    ("zh", "俄军控制了谢韦尔斯克。", "captured 谢韦尔斯克 russia ~"),
    ("zh", "俄军已占领谢韦尔斯克。", "captured 谢韦尔斯克 russia ~"),
    ("zh", "乌军解放了库皮扬斯克。", "liberated 库皮扬斯克 ukraine ~"),
    ("zh", "俄军12月5日攻占了谢韦尔斯克市。", "captured 谢韦尔斯克 russia 12-05"),
    ("zh", "谢韦尔斯克被俄军占领。", "captured 谢韦尔斯克 russia ~"),
    ("zh", "俄军进入了古利艾波列。", "entered 古利艾波列 russia ~"),
    ("zh", "米尔诺格拉德已被包围。", "encircled 米尔诺格拉德 - ~"),
    ("zh", "俄罗斯国防部声称俄军占领了库皮扬斯克。", "captured 库皮扬斯克 russia ~ claimed by russia"),
    ("zh", "俄军占领了谢韦尔斯克和库皮扬斯克。", "captured 谢韦尔斯克 russia ~; captured 库皮扬斯克 russia ~"),
    ("zh", "乌军从库皮扬斯克撤出。", "lost 库皮扬斯克 ukraine ~"),
    ("zh", "谢韦尔斯克失守。", "captured 谢韦尔斯克 - ~"),
    ("zh", "俄方称已攻占谢韦尔斯克，乌方否认。", "captured 谢韦尔斯克 russia ~ claimed by russia"),
    ("zh", "如果波克罗夫斯克失守，利曼将面临威胁。", "none"),
    ("zh", "俄军没有占领谢韦尔斯克。", "none"),
    ("zh", "俄军试图占领谢韦尔斯克。", "none"),
    ("zh", "乌克兰否认俄军占领了谢韦尔斯克。", "none"),
    ("zh", "俄军可能已进入古利艾波列。", "none"),
    ("zh", "如果俄军占领了谢韦尔斯克,局势将恶化。", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_west_and_chinese(lang: str, text: str, expected: str) -> None:
    assert said(text, lang) == expected
