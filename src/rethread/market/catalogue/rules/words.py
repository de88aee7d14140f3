"""Conditions, colours, styles, eras, materials and patterns: the words of a listing. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .vocabulary import Term, Vocabulary

COLOURS_MAX = 2
STYLES_MAX = 3


@dataclass(frozen=True, slots=True)
class Colour(Term):
    """A colour with the sRGB value of its swatch."""

    hex: str = ""


# Best first: the order is the order in which people filter ("good or better").
CONDITIONS: Vocabulary[Term] = Vocabulary(
    [
        Term("new_with_tags", _("New with tags"), ("nwt", "brand new", "new")),
        Term("like_new", _("Like new"), ("as new",)),
        Term("excellent", _("Excellent"), ("very good",)),
        Term("good", _("Good")),
        Term("used", _("Well worn"), ("fair", "worn")),
    ]
)

COLOURS: Vocabulary[Colour] = Vocabulary(
    [
        Colour("black", _("Black"), (), "#1b1b1b"),
        Colour("white", _("White"), (), "#ffffff"),
        Colour("cream", _("Cream"), ("ivory", "ecru", "off white"), "#f3ead7"),
        Colour("grey", _("Grey"), ("gray", "charcoal"), "#8c8c8c"),
        Colour("silver", _("Silver"), (), "#c4c8cc"),
        Colour("beige", _("Beige"), ("tan", "sand", "camel"), "#d8c3a5"),
        Colour("brown", _("Brown"), ("chocolate",), "#6f4a2d"),
        Colour("khaki", _("Khaki"), ("olive",), "#7c7a4d"),
        Colour("green", _("Green"), (), "#3d7a4a"),
        Colour("turquoise", _("Turquoise"), ("teal", "aqua"), "#35a7a0"),
        Colour("light_blue", _("Light blue"), ("sky blue", "baby blue"), "#9cc3e6"),
        Colour("blue", _("Blue"), (), "#2f5fb3"),
        Colour("navy", _("Navy"), ("navy blue", "dark blue"), "#1d2a4d"),
        Colour("purple", _("Purple"), ("violet",), "#6d4a9c"),
        Colour("lilac", _("Lilac"), ("lavender",), "#bfa6d9"),
        Colour("pink", _("Pink"), ("rose",), "#eda6bd"),
        Colour("red", _("Red"), (), "#c2272d"),
        Colour("burgundy", _("Burgundy"), ("maroon", "wine", "dark red"), "#6d1a2d"),
        Colour("orange", _("Orange"), (), "#e5802c"),
        Colour("coral", _("Coral"), ("peach",), "#f2836b"),
        Colour("yellow", _("Yellow"), (), "#edc53c"),
        Colour("mustard", _("Mustard"), (), "#c9972b"),
        Colour("gold", _("Gold"), (), "#c9a54c"),
        Colour(
            "multi", _("Multicolour"), ("multi coloured", "multicoloured", "rainbow"), "#b48ead"
        ),
    ]
)

STYLES: Vocabulary[Term] = Vocabulary(
    [
        Term("casual", _("Casual")),
        Term("smart", _("Smart"), ("formal", "office")),
        Term("minimal", _("Minimal"), ("minimalist",)),
        Term("sporty", _("Sporty"), ("athleisure",)),
        Term("streetwear", _("Streetwear"), ("street",)),
        Term("vintage", _("Vintage"), ("retro",)),
        Term("y2k", _("Y2K"), ("2000s style",)),
        Term("grunge", _("Grunge")),
        Term("goth", _("Goth"), ("gothic",)),
        Term("punk", _("Punk")),
        Term("indie", _("Indie")),
        Term("boho", _("Boho"), ("bohemian",)),
        Term("cottagecore", _("Cottagecore")),
        Term("preppy", _("Preppy"), ("ivy",)),
        Term("party", _("Party"), ("going out",)),
        Term("workwear", _("Workwear"), ("utility",)),
        Term("gorpcore", _("Gorpcore"), ("outdoor",)),
        Term("western", _("Western"), ("cowboy", "cowgirl")),
        Term("military", _("Military"), ("army",)),
        Term("romantic", _("Romantic"), ("feminine",)),
        Term("balletcore", _("Balletcore"), ("ballet",)),
        Term("coquette", _("Coquette")),
        Term("dark_academia", _("Dark academia")),
        Term("old_money", _("Old money"), ("quiet luxury",)),
        Term("skater", _("Skater"), ("skate",)),
        Term("rave", _("Rave"), ("festival",)),
        Term("avant_garde", _("Avant-garde")),
    ]
)

ERAS: Vocabulary[Term] = Vocabulary(
    [
        Term("pre_50s", _("Before the 1950s"), ("antique",)),
        Term("50s", _("1950s"), ("fifties",)),
        Term("60s", _("1960s"), ("sixties",)),
        Term("70s", _("1970s"), ("seventies",)),
        Term("80s", _("1980s"), ("eighties",)),
        Term("90s", _("1990s"), ("nineties",)),
        Term("y2k", _("2000s"), ("00s", "noughties")),
        Term("10s", _("2010s")),
        Term("modern", _("Modern"), ("contemporary", "20s", "2020s")),
    ]
)

MATERIALS: Vocabulary[Term] = Vocabulary(
    [
        Term("acrylic", _("Acrylic")),
        Term("angora", _("Angora")),
        Term("canvas", _("Canvas")),
        Term("cashmere", _("Cashmere")),
        Term("corduroy", _("Corduroy"), ("cord",)),
        Term("cotton", _("Cotton")),
        Term("denim", _("Denim")),
        Term("down", _("Down"), ("feather",)),
        Term("elastane", _("Elastane"), ("spandex", "lycra")),
        Term("faux_fur", _("Faux fur"), ("fake fur",)),
        Term("faux_leather", _("Faux leather"), ("vegan leather", "pleather")),
        Term("fleece", _("Fleece")),
        Term("knit", _("Knit"), ("knitted",)),
        Term("lace", _("Lace")),
        Term("leather", _("Leather")),
        Term("linen", _("Linen")),
        Term("mesh", _("Mesh"), ("tulle",)),
        Term("metal", _("Metal")),
        Term("modal", _("Modal")),
        Term("mohair", _("Mohair")),
        Term("nylon", _("Nylon"), ("polyamide",)),
        Term("polyester", _("Polyester")),
        Term("rubber", _("Rubber")),
        Term("satin", _("Satin")),
        Term("sheepskin", _("Sheepskin"), ("shearling",)),
        Term("silk", _("Silk")),
        Term("straw", _("Straw"), ("raffia",)),
        Term("suede", _("Suede")),
        Term("tweed", _("Tweed")),
        Term("velvet", _("Velvet"), ("velour",)),
        Term("viscose", _("Viscose"), ("rayon",)),
        Term("wool", _("Wool"), ("merino",)),
    ]
)

PATTERNS: Vocabulary[Term] = Vocabulary(
    [
        Term("plain", _("Plain"), ("solid",)),
        Term("animal", _("Animal print"), ("leopard", "zebra", "snake")),
        Term("camouflage", _("Camouflage"), ("camo",)),
        Term("checked", _("Checked"), ("check", "tartan", "plaid", "gingham")),
        Term("colour_block", _("Colour block"), ("color block",)),
        Term("denim_wash", _("Denim wash")),
        Term("embroidered", _("Embroidered"), ("embroidery",)),
        Term("floral", _("Floral"), ("flowers",)),
        Term("graphic", _("Graphic"), ("print",)),
        Term("lace", _("Lace")),
        Term("logo", _("Logo")),
        Term("paisley", _("Paisley")),
        Term("polka_dot", _("Polka dot"), ("dots", "spots")),
        Term("striped", _("Striped"), ("stripes",)),
        Term("tie_dye", _("Tie-dye")),
        Term("other", _("Another pattern")),
    ]
)
