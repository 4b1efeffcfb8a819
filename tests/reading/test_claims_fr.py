# ruff: noqa: E501
"""Stated areas in French, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    ("La Russie a conquis 505 km² en novembre.", "505 captured russia 2025-11"),
    ("L'armée russe s'est emparée de 505 kilomètres carrés en novembre.", "505 captured russia 2025-11"),
    ("Les forces russes ont pris 505 km2 en novembre.", "505 captured russia 2025-11"),
    ("La Russie a conquis 4 336 km² depuis le début de l'année.", "4336 captured russia 2025-01-01..2025-12-07"),
    ("La Russie a conquis 4.336 km² depuis le début de l'année.", "4336 captured russia 2025-01-01..2025-12-07"),
    ("L'Ukraine a libéré cinq cents kilomètres carrés en août.", "500 captured ukraine 2025-08"),
    ("L'Ukraine a repris 64,5 km² la semaine dernière.", "64.5 captured ukraine 2025-11-24..2025-11-30"),
    ("La Russie a conquis environ 500 km² en novembre.", "500 captured russia 2025-11 ~"),
    ("La Russie a conquis près de 500 km² en novembre.", "500 captured russia 2025-11 ~"),
    ("La Russie a conquis plus de 500 km² en novembre.", "500 captured russia 2025-11 >"),
    ("La Russie a conquis au moins 500 km² en novembre.", "500 captured russia 2025-11 >"),
    ("La Russie a conquis moins de 500 km² en novembre.", "500 captured russia 2025-11 <"),
    ("La Russie a conquis jusqu'à 500 km² en novembre.", "500 captured russia 2025-11 <"),
    ("La Russie a conquis entre 500 et 550 km² en novembre.", "500-550 captured russia 2025-11"),
    ("La Russie a conquis 500 à 550 km² en novembre.", "500-550 captured russia 2025-11"),
    ("La Russie a conquis 505 km² (195 miles carrés) en novembre.", "505 captured russia 2025-11"),
    ("La Russie a conquis 505 km² en novembre, contre 267 en octobre.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("La Russie a conquis 505 km² en novembre, contre 267 le mois précédent.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("L'armée russe avance de 14 km² par jour.", "14 captured russia - /day"),
    ("En novembre, l'armée russe a progressé de 14 km² par jour.", "14 captured russia 2025-11 /day"),
    ("L'Ukraine a perdu 464 km² en août.", "464 lost ukraine 2025-08"),
    ("Les forces russes ont perdu 37 km² en février.", "37 lost russia 2025-02"),
    ("La superficie occupée a augmenté de 505 km² en novembre.", "505 captured russia 2025-11"),
    ("505 km² ont été conquis par la Russie en novembre.", "505 captured russia 2025-11"),
    ("La Russie contrôle 116 165 km² de l'Ukraine.", "116165 held russia ..2025-12-07"),
    ("Au 1er décembre, la Russie occupait 116 165 km².", "116165 held russia ..2025-12-01"),
    ("Il reste 6 500 km² à conquérir dans la région de Donetsk.", "6500 remaining - ..2025-12-07"),
    ("La zone grise s'est étendue de 25 km² en novembre.", "25 other - 2025-11"),
    ("Au cours des 27 premiers jours d'octobre, la Russie a conquis 478 km².", "478 captured russia 2025-10-01..2025-10-27"),
    ("Du 3 au 9 novembre, la Russie a conquis 60 km².", "60 captured russia 2025-11-03..2025-11-09"),
    ("Depuis le 15 août, la Russie a conquis 908 km².", "908 captured russia 2025-08-15..2025-12-07"),
    ("Le mois dernier, la Russie a conquis 505 km².", "505 captured russia 2025-11"),
    ("Cet automne, la Russie a conquis 1 400 km².", "1400 captured russia 2025-09-01..2025-11-30"),
    ("En 2024, la Russie a conquis 3 600 km².", "3600 captured russia 2024-01-01..2024-12-31"),
    ("Depuis le début de la contre-offensive, l'Ukraine a libéré 1 150 km².", "1150 captured ukraine ..2025-12-07"),
    ("Selon DeepState, la Russie a conquis 505 km² en novembre.", "505 captured russia 2025-11 @deepstate"),
    ("La Russie a conquis 701 km² en novembre, selon une analyse par l'AFP de données de l'ISW.", "701 captured russia 2025-11 @afp_isw"),
    ("Le réservoir couvrait 2 155 km² avant que la Russie ne détruise le barrage.", "none"),
    ("Les incendies ont ravagé 2 400 hectares de forêt.", "none"),
    ("Les démineurs ont nettoyé 300 km² de terres agricoles.", "none"),
    ("La Russie a pris 20 km² de plus qu'en octobre.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_french(text: str, wanted: str) -> None:
    assert said(text, "fr") == wanted
