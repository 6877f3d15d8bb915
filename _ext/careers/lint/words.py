"""The words that rules look for, each list with its origin."""

from __future__ import annotations

AGE = (
    "young", "younger", "youngest", "youthful", "youth", "energetic", "high-energy", "fresh-faced",
    "recent graduate", "recent graduates", "recently graduated", "recent college graduate",
    "recent university graduate", "recent school leaver", "recent school leavers",
    "new graduate", "new graduates", "new grad", "new grads", "fresh graduate", "fresh graduates",
    "college student", "digital native", "digital natives", "over-qualified", "overqualified",
    "too old", "elderly",
)  # fmt: skip
"""After 29 CFR 1625.4 and the guidance of Acas on age."""

GENDERED = {
    "he": "they", "she": "they", "him": "them", "his": "their", "her": "their", "hers": "theirs",
    "himself": "themself", "herself": "themself", "he/she": "they", "she/he": "they", "s/he": "they",
    "his/her": "their", "guys": "people", "ladies": "people", "gentlemen": "people",
    "girls": "people", "boys": "people", "mankind": "people", "manpower": "staff",
    "man-hours": "hours of work", "man-days": "days of work", "manned": "staffed",
    "man-made": "artificial", "chairman": "chair", "chairwoman": "chair", "salesman": "salesperson",
    "salesmen": "salespeople", "saleswoman": "salesperson", "businessman": "business person",
    "businessmen": "business people", "foreman": "supervisor", "foremen": "supervisors",
    "craftsman": "craftsperson", "craftsmen": "craftspeople", "craftsmanship": "craft",
    "workman": "worker", "workmen": "workers", "spokesman": "spokesperson",
    "spokeswoman": "spokesperson", "middleman": "go-between", "stewardess": "attendant",
    "waitress": "server", "waiter": "server", "handyman": "repairer", "repairman": "repairer",
    "draughtsman": "drafter", "policeman": "police officer", "fireman": "firefighter",
    "housekeeping lady": "housekeeper", "Mr": "the name alone", "Mrs": "the name alone",
    "Ms": "the name alone",
}  # fmt: skip
"""Each with what to write in its place."""

VERBS = {
    "stand": "work at", "stands": "works at", "standing": "working at",
    "walk": "move", "walks": "moves", "walking": "moving",
    "see": "notice, find or read", "sees": "notices, finds or reads",
    "seeing": "noticing, finding or reading",
    "hear": "learn or receive", "hears": "learns or receives", "hearing": "learning or receiving",
}  # fmt: skip
"""Verbs that say how a body does a thing, each with verbs for what is achieved."""

VACANCY = (
    "you will", "you'll", "you’ll", "your role", "we are hiring", "we're hiring", "we are looking for",
    "we're looking for", "we are seeking", "we're seeking", "we seek", "we offer", "now hiring",
    "exciting", "join our", "join us", "join the team", "apply now", "apply today",
    "ideal candidate", "perfect candidate", "successful candidate", "right candidate",
    "fast-paced", "dream job", "competitive salary", "send your CV", "rockstar", "rock star",
    "ninja", "guru", "wizard", "work hard, play hard", "opportunity to join", "great opportunity",
)  # fmt: skip

MASCULINE = (
    "active", "adventurous", "aggress*", "ambitio*", "analy*", "assert*", "athlet*", "autonom*",
    "boast*", "challeng*", "compet*", "confident", "courag*", "decide", "decision*", "decisive",
    "determin*", "domina*", "dominant", "force*", "greedy", "headstrong", "hierarch*", "hostil*",
    "impulsive", "independen*", "individual*", "intellect*", "lead*", "logic", "masculine",
    "objective", "opinion", "outspoken", "persist", "principle*", "reckless", "self-confiden*",
    "self-relian*", "self-sufficien*", "stubborn", "superior",
)  # fmt: skip
FEMININE = (
    "affectionate", "cheer*", "child*", "commit*", "communal", "compassion*", "connect*",
    "considerate", "cooperat*", "depend*", "emotiona*", "empath*", "feminine", "flatterable",
    "gentle", "honest", "interdependen*", "interpersona*", "kind", "kinship", "loyal*", "modesty",
    "nag", "nurtur*", "pleasant*", "polite", "quiet*", "respon*", "sensitiv*", "submissive",
    "support*", "sympath*", "tender*", "together*", "trust*", "understand*", "warm*", "whin*",
    "yield*",
)  # fmt: skip
"""The two lists of Gaucher, Friesen and Kay (2011), word by word; a star stands for any ending."""

TRADE = (
    # What a role is called and what it does, by its plain name.
    "analys*", "analyt*", "lead", "leads", "leader*", "leading", "decide", "decision*",
    "responsibl*", "responsibilit*", "depend", "depends", "depended", "depending", "determine",
    "determines", "support", "supports", "supported", "supporting", "respond*", "response*", "commitment*",
    # Mathematics, data and software.
    "support vector*", "objective function*", "decision tree*", "active learning",
    "commit", "commits", "commit message*", "connector*", "connection*", "dependenc*",
    "dependent variable*", "independent variable*", "independent sample*", "force push",
    "hierarchical model*", "logic", "principle* component*", "sensitive data", "sensitivity",
    "response time*", "service level objective*", "training objective*", "an objective",
    "new objective", "objectives", "independent reproduction*", "independent study",
    "how sensitive", "hostile question*", "hostile input*", "honest customer*", "individual record*", "competing risk*", "child process*",
    # Other senses of the same letters.
    "kind of", "kinds of", "what kind", "same kind", "each kind", "in force", "intellectual property", "tender*", "yield*",
    "customer loyalty", "loyal customer*", "competitor*",
)  # fmt: skip
"""Terms of the trade, which say nothing about who is meant."""
