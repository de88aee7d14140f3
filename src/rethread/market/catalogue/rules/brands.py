"""The brand registry: names as their owners write them, and what else people write. Words only:
no logos, and no claim that a garment is genuine."""

from __future__ import annotations

import re

from .vocabulary import Term, Vocabulary, fold

# One brand a line: the name, then its aliases. Case, accents and punctuation need no alias.
_NAMES = """
& Other Stories|and other stories|other stories
A.P.C.|apc
Abercrombie & Fitch|abercrombie|a&f
Acne Studios|acne
Adidas|adidas originals|addidas
Agnès B.|agnes b
Aigle
Alexander McQueen|mcqueen
Alexander Wang
All Saints|allsaints
Alpine Pro
American Apparel
American Eagle|american eagle outfitters
Ami Paris|ami
Ann Summers
Anthropologie
Arc'teryx|arcteryx
Aries
Arket
Armani|giorgio armani
Armani Exchange|ax
Asics
ASOS|asos design
Avirex
Balenciaga
Bally
Balmain
Bape|a bathing ape
Barbour
Ba&sh|bash
Bershka
Ben Sherman
Berghaus
Betsey Johnson
Billabong
Birkenstock
Boden
Bogner
Bonadda
Bonmarché|bonmarche
Bonobos
Boohoo
boohooMAN|boohoo man
Boss|hugo boss
Bottega Veneta|bottega
Brandy Melville|brandy
Brooks Brothers
Brunello Cucinelli
Burberry
Burton
C&A|c and a
C.P. Company|cp company
Cacharel
Calvin Klein|ck
Camper
Canada Goose
Carhartt|carhartt wip
Caterpillar|cat
Celine|céline
Champion
Chanel
Charles Tyrwhitt
Cheap Monday
Chloé|chloe|see by chloe
Christian Louboutin|louboutin
Clarks
Claudie Pierlot
Coach
Coast
Cole Haan
Columbia|columbia sportswear
Comme des Garçons|cdg|comme des garcons
Converse|all star
COS
Cotton On
Craghoppers
Crew Clothing|crew clothing company
Crocs
Cult Gaia
Damart
DC Shoes|dc
Debenhams
Desigual
Dickies
Diesel
Dior|christian dior
DKNY|donna karan
Dolce & Gabbana|d&g
Dorothy Perkins
Dr. Martens|dr martens|doc martens|docs
Dries Van Noten
Dsquared2|dsquared
Ecco
Eckō Unltd.|ecko
Edwin
Eileen Fisher
Ellesse
Engineered Garments
Escada
Esprit
Etro
Eytys
FatFace|fat face
FB
Fendi
Fila
Finn Flare
Finisterre
Fjällräven|fjallraven
Forever 21|forever21|f21
Fred Perry
Free People
French Connection|fcuk
G-Star Raw|g star|gstar
Gabor
Ganni
Gant
Gap|the gap
Geox
George|george at asda|asda
Gerry Weber
Ghost
Gildan
Givenchy
Golden Goose
Gucci
Guess
Gymshark
H&M|hm|h and m
Hackett|hackett london
Haglöfs|haglofs
Harley-Davidson|harley davidson
Havaianas
Helly Hansen
Helmut Lang
Henri Lloyd
Hermès|hermes
Hobbs
Hollister|hollister co
House of CB
House of Sunny
Hunter
Hush
Hush Puppies
Iceberg
Instreet
Isabel Marant
Isaia
Issey Miyake|pleats please
J.Crew|j crew|jcrew
Jack & Jones|jack and jones
Jack Wills
Jack Wolfskin
Jaded London
Jaeger
Jansport
JD Williams
Jigsaw
Jil Sander
Jimmy Choo
JNCO|jnco jeans
John Lewis
John Smedley
Jones New York
Joop!
Jordan|air jordan|nike jordan
Joules
Juicy Couture|juicy
Junya Watanabe
K-Swiss|k swiss
Kappa
Karen Millen
Karl Lagerfeld
Kate Spade|kate spade new york
Kenzo
Kickers
Kurt Geiger
Kookaï|kookai
L.A. Ink|la ink
L.K.Bennett|lk bennett
L.L.Bean|ll bean
Lacoste
Lands' End|lands end
Lanvin
Laura Ashley
Lazy Oaf
Le Coq Sportif
Lee
Lee Cooper
Lemaire
Levi's|levis|levi strauss|levi|levi strauss & co
Lipsy
Liberty|liberty london
Lindex
Loewe
Longchamp
Lonsdale
Loro Piana
Louis Vuitton|lv
Lululemon
Lucy & Yak|lucy and yak
Lyle & Scott
Mad World
Maison Margiela|margiela|mm6
Maje
Mammut
Mango|mng
Mantaray
Marant Étoile|etoile isabel marant
Marc Jacobs|marc by marc jacobs
Marimekko
Marks & Spencer|m&s|marks and spencer|per una
Marni
Marmot
Massimo Dutti
Max Mara|maxmara|weekend max mara
Merrell
Michael Kors|mk|michael michael kors
Missguided
Missoni
Miss Selfridge
Miss Sixty
Mitchell & Ness
Miu Miu
Mizuno
Moncler
Monki
Monsoon
Morgan|morgan de toi
Moschino|love moschino
Moss Bros
Motel|motel rocks
Mountain Hardwear
Mountain Tops
Mountain Warehouse
Mr Price
Muji
Mulberry
Musto
Nanushka
Napapijri
Nautica
Neighborhood
New Balance|nb
New Era
New Look
Next
Nike|nike sportswear
Nine West
Noisy May
Norse Projects
North Sails
Nudie Jeans|nudie
O'Neill|oneill
O'Stin|ostin
Oakley
Oasis
Off-White|off white
Oh Polly
Old Navy
Oliver Bonas
On Running|on cloud
Only
Onitsuka Tiger
Oska
Our Legacy
Paige
Palace
Palladium
Palm Angels
Patagonia
Patrizia Pepe
Paul & Shark|paul and shark
Paul Smith|ps paul smith
Peacocks
People Tree
Pepe Jeans
Peter Storm
Phase Eight
Pieces
Pinko
Pink|victoria's secret pink|vs pink
Polo Sport
Prada
PrettyLittleThing|plt|pretty little thing
Primark|atmosphere
Pringle of Scotland|pringle
Proenza Schouler
Puma
Pull & Bear|pull and bear|pull&bear
Quiksilver
Quiz
Rab
Rag & Bone
Rains
Ralph Lauren|polo ralph lauren|polo|rl|lauren ralph lauren
Rampage
Ray-Ban|ray ban
Realisation Par
Red Wing|red wing shoes
Reebok
Reformation
Regatta
Reima
Reiss
Represent
Replay
Rick Owens|drkshdw
Rieker
Rip Curl
River Island
Rixo
Roberto Cavalli|just cavalli
Rockport
Rohan
Roxy
Russell Athletic
s.Oliver
Sacai
Saint Laurent|ysl|yves saint laurent
Salomon
Salvatore Ferragamo|ferragamo
Samsøe Samsøe|samsoe samsoe
Sandro
Saucony
Schott|schott nyc
Scotch & Soda
Seasalt|seasalt cornwall
Self-Portrait
Sergio Tacchini
Sézane|sezane
Shein
Simone Rocha
Skechers
Skims
Slazenger
Sonia Rykiel
South Pole|southpole
Spyder
Staud
Stella McCartney
Stone Island|stoney
Stradivarius
Stüssy|stussy
Sunspel
Superdry
Supreme
Sweaty Betty
Swarovski
Ted Baker
Tesco F&F|f&f|f and f
Teva
The Frankie Shop|frankie shop
The Kooples
The North Face|tnf|north face
The Row
Theory
Thrasher
Thierry Mugler|mugler
Tiffany & Co.|tiffany
Tiger of Sweden
Timberland
Toast
Tod's|tods
Tom Ford
Tom Tailor
Tommy Hilfiger|tommy jeans|tommy
Toms
Topman
Topshop|top shop
Toteme|totême
Tory Burch
True Religion
Tu|sainsbury's|tu clothing
UGG|uggs
Umbro
Under Armour|ua
Undercover
Uniqlo
United Colors of Benetton|benetton
Urban Outfitters|uo|bdg|urban renewal
Valentino|red valentino
Vans
Veja
Vero Moda
Versace|versus versace
Victoria's Secret|victorias secret
Vila
Visvim
Vivienne Westwood|westwood
Volcom
Von Dutch
Wallis
Warehouse
Weekday
Weird Fish
White Stuff
Whistles
Wrangler
X-Large|xlarge
Y-3|y3
Yeezy
Yohji Yamamoto|yohji
Young & Reckless
Zadig & Voltaire
Zara
Zimmermann
"""


def _term(line: str) -> Term:
    name, *aliases = line.split("|")
    return Term(code_of(name), name, (name, *aliases))


def code_of(name: str) -> str:
    """Return the code of a brand: its name folded, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


BRANDS: Vocabulary[Term] = Vocabulary(_term(line) for line in _NAMES.strip().splitlines())


def resolve_brand(text: str) -> Term | None:
    """Return the brand that people mean by `text` ("levis", "Levi Strauss"), or None."""
    return BRANDS.find(text)
