"""Sentences as news of the front writes them, over the country's gazetteer: one line a case, the places in brackets.

A mark behind the bracket says what else it is: * a government, ~ an adjective.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.reading.mentions import find_mentions
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer

pytestmark = pytest.mark.realdata

RUSSIAN = """
Губернатор [Курской области] похвалил расчёт «Урагана»; Смерч стоит под [Суджей].
В [Энергодаре] и [Каменке-Днепровской] пропала вода.
Сообщается о боях в районе [Нового Шахово] и [Софиевки].
Дроны сбиты над [Брянской]~, [Калужской]~ и [Тульской областями].
По данным Минобороны, бойцы «Севера» освободили [Мирополье] и [Хотень] в [Сумской области].
Бои идут на окраинах [Гришино], в [Родинском] и у [Шахово].
Гладков: дрон атаковал грузовик у села [Козинка] [Грайворонского округа].
В [Белгороде] и [Шебекино] повреждены дома, в [Грайворонском районе] погиб мирный житель.
ВСУ отошли из [Суджи] к границе; под контролем остаются [Гуево], [Горналь] и [Олешня].
Группировка «Восток» вклинилась в оборону под [Великой Новосёлкой], взяв [Времевку] и [Нескучное].
Российские войска взяли под огневой контроль трассу [Покровск]–[Константиновка].
«Мы зашли в [Купянск]», — сказал боец с позывным Лиман.
Командир батальона «Ахмат» Апти Алаудинов сообщил о боях в [Малой Локне] и [Погребках].
В районе [Волчанских Хуторов] и [Липцов] продолжаются встречные бои.
Противник контратаковал из [Рай-Александровки] в сторону [Северска].
Президент Зеленский посетил [Краматорск] и [Славянск].
Пушилин рассказал о ситуации под [Красным Лиманом] и [Ямполем].
Удары нанесены по [Одессе], [Николаеву], [Кривому Рогу] и [Днепропетровску].
В [Запорожье] после удара отключился свет, в [Энергодаре] тихо.
На левом берегу [Днепра] ВСУ удерживают плацдарм у [Крынок].
Российские войска форсировали [Оскол] севернее [Двуречной].
Взятие [Угледара] открыло дорогу на [Курахово], [Богоявленку] и [Большую Новоселку].
Рыбарь пишет о прорыве у [Доброполья] и боях за [Золотой Колодезь] и [Кучеров Яр].
Из [Часова Яра] вывезли последних жителей, [Бахмут] разрушен.
[Северск] взят. Дальше — [Славянск] и [Краматорск].
ВСУ выбиты из [Ивано-Дарьевки], [Выемки] и [Григоровки].
В [ДНР] и [ЛНР] ввели карантин, в [Крыму] закрыли мост.
Колонна шла из [Мариуполя] через [Волноваху] в [Донецк].
На [Ореховском]~, [Гуляйпольском]~ и [Херсонском]~ участках стороны обменивались ударами.
[Малая Токмачка] переходила из рук в руки трижды.
Площадь освобождённой территории в районе [Степногорска] и [Приморского] достигла 40 кв. км.
Потери под [Покровском] растут, признал командующий Сырский.
Дроны атаковали НПЗ в [Рязани], [Саратове] и порт [Новороссийск].
Бригада «Рубеж» держит [Серебрянку] и [Дроновку].
Из 36-й бригады морской пехоты в [Орестополь] перебросили роту.
Отряд «Барс» поднял флаг в [Удачном].
Вчера был освобождён посёлок [Вольное Поле], сегодня — [Комар] и [Перебудова].
Зелёное поле горело весь день, людей эвакуировали из [Зелёного Поля].
Новая линия обороны строится западнее [Межевой] и [Новопавловки].
Под [Боровой] и [Лозовой] ВСУ готовят укрепления.
Село [Песчаное] перешло под контроль, бои за [Колесниковку] и [Куриловку].
В [Днепропетровской]~ и [Запорожской областях] введён комендантский час.
Депутат Верховной рады Мариана Безуглая обвинила командование.
Спортсмены «Шахтёра» прилетели в [Варшаву], «Заря» играет дома.
#[Константиновка]: бои на восточной окраине. #[Дружковка] обесточена.
[Покровск]/[Мирноград]: котёл почти закрыт.
[Красноармейск] ([Покровск]) и [Димитров] ([Мирноград]) взяты.
На [Добропольском]~ участке противник вернул [Владимировку] и [Никаноровку].
Расчёт ТОС-1А «Солнцепёк» накрыл опорник в [Камышевахе].
По словам главы [Крыма] Сергея Аксёнова, над [Феодосией] сбиты беспилотники.
Губернатор [Курской области] Алексей Смирнов сообщил о пожаре в [Рыльске].
ВСУ нанесли удар «Хаймарсами» по [Луганску] и [Стаханову].
На [Запорожском]~ направлении освобождены [Каменское], [Плавни], [Лобковое] и [Пятихатки].
Механизированные группы ВСУ вошли в [Теткино] и [Новый Путь].
Боевые действия идут в [Волчанске], у [Тихого], [Старицы] и [Бугроватки].
В течение дня артиллерия работала по [Синьковке], [Песчаному], [Берестовому], [Новосёлке] и [Стельмаховке].
Подразделения «Днепра» отразили высадку у [Казачьих Лагерей] и [Алёшек].
За сутки уничтожены цели в районах [Белогоровки], [Верхнекаменского], [Раздоловки] и [Переездного].
Взят [Торецк], на очереди [Дружковка] и [Алексеево-Дружковка].
Мост через [Сейм] в [Званном] разрушен, у [Карыжа] наведена переправа.
Сёла [Басовка], [Новенькое], [Журавка], [Веселовка] заняты; [Юнаковка] под ударом.
Из [Андреевки] и [Алексеевки] ВСУ не ушли, пишет «Агентство».
Комбриг Николай Покровский ушёл в отставку.
Батальон «Донбасс» переброшен под [Лиман].
Зеленский приехал в [Изюм], а Сырский — в [Харьков].
В [Купянске-Узловом] и [Ковшаровке] нет света.
Владимир Роговский рассказал о боях.
Восточнее [Покровска] взято [Новоэкономическое].
Контроль над [Новогродовкой], [Селидовым], [Цукурино] и [Горняком] потерян.
Батарея накрыла [Степногорск] ФАБами, соседей не задело.
Насосную у [Лимана Первого] мы держим.
[Лиман Первый] взят штурмовиками.
Командир рассчитывал удержать [Шевченко] до вечера.
На [Часовоярском]~ направлении тихо. На северском тумане не летают.
На [Константиновском]~ направлении тихо, на [северском]~ — три атаки.
Жителей [Суджанского района] вывезли; в микрорайоне Шевченко темно.
Впереди лес, по [Димитрову] работают КАБами.
"""
UKRAINIAN = """
Ворог просунувся поблизу [Гришиного], [Котлиного] та у [Покровську].
На [Сіверському]~ напрямку сили оборони зупинили шість атак у районах [Серебрянки], [Григорівки] та у бік [Дронівки].
Протягом доби на [Північно-Слобожанському]~ та [Курському]~ напрямках відбулося 12 боєзіткнень.
На [Куп’янському]~ напрямку ворог атакував у бік [Петропавлівки], [Куп’янська-Вузлового] й [Піщаного].
DeepState: окуповано [Новоукраїнку], [Удачне], а також просування біля [Молодецького].
Ворог окупував [Веселе] на [Донеччині].
Наші воїни відбили 14 атак біля [Торецька], [Щербинівки], [Плещіївки] та [Русиного Яру].
Під [Кураховом] та [Дачним] тривають бої.
Штурми в районах [Великої Новосілки], [Вільного Поля], [Новополя] і [Шевченка].
На [Оріхівському]~ напрямку ворог намагався просунутися біля [Кам’янського], [Степового], [Малих Щербаків].
У [Херсоні] поранено двох людей, під обстрілом [Антонівка], [Садове] та [Придніпровське].
Речник ОСУВ «Хортиця» Трегубов заявив про ситуацію у [Вовчанську].
Надія на мир є, сказав житель [Краматорська].
Нове угруповання ворога зосереджено навпроти [Сум].
Генштаб: за добу 150 боїв, найгарячіше – на [Покровському]~ та [Лиманському]~ напрямках.
У [Запорізькій області] евакуюють [Степногірськ], [Комишуваху] і [Таврійське].
На [Запоріжжі] окупанти наступають на [Гуляйполе].
[Росія]* захопила [Селидове], [Україна]* контролює [Мирноград].
Бійці 79-ї бригади утримують [Костянтинопіль] і [Розлив].
Ворожий дрон влучив у маршрутку в [Білопіллі].
Прикордонники знищили ДРГ у [Сумській]~ й [Чернігівській областях].
[Лиман] тримається; [Ямпіль], [Діброва] та [Озерне] у сірій зоні.
Площа просування: [Новоселівка] +2,1 кв. км, [Шандриголове] +0,8.
Військові оновили карту: лінія боєзіткнення змінилася біля [Зеленого Гаю], [Запоріжжя] та [Піддубного].
Захисники відійшли з [Сіверська], щоб зберегти життя.
Про це повідомив мер [Харкова] Ігор Терехов у Телеграмі.
Удар по [Павлограду] та [Синельниковому]: семеро поранених.
Ігор Лиман, історик із [Бердянська], видав книгу.
нп [Удачне], смт [Шевченкове] та м. [Куп'янськ] під обстрілом.
🔴 Ворог зайняв [Сухецьке], просунувся в [Родинському].
Сили оборони вибили ворога з [Кіндратівки] та просуваються в [Андріївці].
Російські війська намагаються обійти [Костянтинівку] з боку [Іванопілля] та [Плещіївки].
Зведення: [Глибоке] – 3 штурми, [Липці] – 2, [Вовчанськ] – 5.
На [Південно-Слобожанському]~ напрямку тривають бої біля [Старицi].
Дрони вдарили по [Кременчуку], [Полтаві] й [Лубнах].
Бригада «Магура» відійшла на околиці [Роботиного].
Під [Вугледаром] ворог увійшов у [Водяне], [Пречистівку] та [Макарівку].
Війська форсували [Сіверський Донець] біля [Білогорівки].
Міст через [Оскіл] у [Куп’янську] зруйновано.
Загарбники рухаються в обхід [Покровська] через [Новотроїцьке], [Удачне] до [Гришиного] і траси на [Павлоград].
У [Запоріжжі] пролунали вибухи, у [Василівці] й [Токмаку] тихо.
ЗСУ деокупували [Щербаки] і [Малі Щербаки].
Загиблий – уродженець [Сум] Андрій Кобзар.
На [Гуляйпільському]~ напрямку окупанти атакують [Зелене], [Варварівку], [Добропілля] й [Святопетрівку].
Зона бойових дій охоплює [Новомиколаївку], [Вербове], [Вороне] та [Січневе] на [Дніпропетровщині].
Радник міністра Сергій Стерненко написав про удари.
На [Торецькому]~ напрямку сім атак. На [Краматорському]~ ворог мовчав.
На [Торецькому]~ напрямку сім атак, на Краматорському заводі тихо.
Окупанти вийшли до [Сокола] і [Поділу].
"""
ENGLISH = """
Bohdana howitzers and a Neptune missile were shown in [Odesa].
Shells fell near [Zahryzove]. [Borova] itself lies too far.
Machines crossed to the [Oskil] bridgehead.
Farther west [Rusyn Yar] holds.
The Kanal district and the Saltivka neighbourhood lost power in [Kharkiv].
"Human safari", they say in [Kherson]; Volodymyr, a driver, has left.
[Vuhledar]'s fall followed two years of assaults from [Pavlivka] and [Mykilske].
In [Bryansk], [Kursk] and [Belgorod regions], 60 drones were downed.
Russian forces advanced within [Chasiv Yar], near [Ivanopillya] and [Oleksandro-Shultyne], and in northern [Toretsk].
Ukrainian forces recently advanced near [Dobropillia] and in the [Borova] direction.
Battlegroup East liberated [Zelenyi Gai] and [Novogeorgiyevka] in the [Dnepropetrovsk Region], TASS reported.
ISW: Russian forces attacked near and within [Vovchansk] and toward [Tykhe] on August 3.
Mayor Ihor Terekhov said [Kharkiv] was hit overnight, while [Odesa] and [Mykolaiv] lost power.
Residents fled [Rodynske]; [Hryshyne], west of [Pokrovsk], is next.
The [Kyiv]-based analysts of DeepState said [Siversk] fell on December 11.
Fighting raged along the [Pokrovsk]-[Kostiantynivka] highway and near the [Karlivka Reservoir].
[Russia]* claims [Yunakovka], [Varachino] and [Sadki] in [Sumy Region].
The Azov Corps, led by Denys Prokopenko, fights near [Shakhove].
Gladkov said drones attacked [Shebekino], [Grayvoron] and the village of [Murom] in [Belgorod Region].
[Novopavlivka] remains contested; [Filiya] and [Zelenyi Hai] are lost.
Vladyslav Dnipro, a medic from [Dnipro], lost his leg near [Robotyne].
Analysts at the Institute for the Study of War in [Washington] see no breakthrough at [Lyman].
A missile struck a market in [Kostyantynivka], killing 17.
Troops hold the west bank of the [Oskil] near [Kindrashivka].
Putin told Gerasimov that [Dimitrov] and [Rodinskoye] must fall.
The loss of [Ugledar], [Kurakhovo] and [Velikaya Novosyolka] exposed [Dnipropetrovsk Oblast].
In [Zaporizhzhia], a glide bomb hit a hospital; [Zaporizhzhia Oblast] mourns.
Moscow Mechanism experts of the OSCE published a report.
The [Luhansk region] is almost wholly occupied, except near [Novoyehorivka] and [Nadiia].
Russian forces seized [Dachne] and [Kostyantynopil] and advanced toward [Bahatyr] and [Andriivka].
[Krasnoarmeysk] (Ukrainian name – [Pokrovsk]) has been encircled, Gerasimov reported.
Russian milbloggers claimed advances east of [Oleshnya], near [Hornal] and in [Sverdlikovo].
Geolocated footage shows Ukrainian forces in eastern [Tyotkino] and north of [Popovo-Lezhachi], [Kursk Oblast].
Battlegroup Center liberated [Novopavlovka], [Rodinskoye] and [Rovnoye] in the [Donetsk People's Republic].
The villages of [Shevchenko Pershe], [Molodetske] and [Serhiivka] fell one after another.
Governor Synehubov said guided bombs hit [Zolochiv] and [Derhachi].
The Guardian's Luke Harding reports from [Kramatorsk].
Marines raised a flag over [Urozhaine]; the village, with [Staromaiorske], opens the road to [Staromlynivka].
Neighbouring [Velykomykhailivka] and [Pokrovske] come next, then [Dnipropetrovsk region].
Nova Poshta depots burned in [Nikopol] and [Marhanets].
Crossing the [Siverskyi Donets] at [Bilohorivka] cost a battalion.
From [Kamianske] to [Orikhiv], [Mala Tokmachka] and [Huliaipole] the front is 70 km long.
The Karl Marx plant, the Lenin mine and the Shevchenko monument survived.
Trump told Zelenskyy that [Donbas] was "cut up".
Rescuers in [Ternopil], [Lviv] and [Ivano-Frankivsk] worked all night.
Tsentr troops captured [Novosergeyevka], [Razino] and [Poltavka]; Vostok took [Voskresenka] and [Maliyevka].
"""
POLISH = """
Na kierunkach [pokrowskim]~ i [łymańskim]~ trwają walki, a na [kurachowskim]~ – cisza.
Część [Zalizna] i [Czasowego Jaru] jest w szarej strefie.
[Hulajpołe], zwane przez Rosjan [Gulajpolem], broni się.
Pociąg z [Przemyśla] dojechał do [Lwowa].
"""
CHINESE = """
[柏林]会谈持续两天，[基辅]*表示愿意谈判。
俄军向[别里斯拉夫]发射炮弹。
"""
CASES = [
    (lang, line)
    for lang, lines in (("ru", RUSSIAN), ("uk", UKRAINIAN), ("en", ENGLISH), ("pl", POLISH), ("zh", CHINESE))
    for line in lines.strip().split("\n")
]
_MARKED = re.compile(r"\[([^\]]*)\]([*~]?)")


@pytest.fixture(scope="module")
def gazetteer(shared: Path, data_dir: Path) -> Gazetteer:
    folder = data_dir / "gazetteers"
    dump = read_gazetteer(shared / "data" / "gazetteer" / "UA.zip")
    return Gazetteer.open([build_index(dump, folder), build_index(embedded_gazetteer(), folder)])


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    parties = load_parties().items()
    return Vocabulary({key: PartyWords(p.id, p.adversary, p.country, p.forces, p.seats) for key, p in parties})


@pytest.mark.parametrize(("lang", "marked"), CASES, ids=[f"{lang}-{line[:40]}" for lang, line in CASES])
def test_the_places_of_a_sentence(gazetteer: Gazetteer, vocabulary: Vocabulary, lang: str, marked: str) -> None:
    text = _MARKED.sub(r"\1", marked)
    found = find_mentions(text, split(text, lang), gazetteer, vocabulary, lang)
    shown = [m.text + ("*" if m.metonym else "~" if m.adjectival else "") for m in found]
    assert shown == [name + mark for name, mark in _MARKED.findall(marked)]
