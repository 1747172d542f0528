"""Cities and commitments in the words of schema.org, for search engines and linked data.

A city is a GovernmentOrganization that serves an AdministrativeArea; a commitment is a CreativeWork: what is published
is a text, and schema.org has no word for a promise. Nothing is rated: no rating, no score, no rank.
"""

from typing import Any

from django.conf import settings

Row = dict[str, Any]
CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MACHINE = "Translated by machine, at least in part; that part is not checked by a person."
GEONAMES = "https://sws.geonames.org/%s/"


def city_in_schema(record: Row) -> Row:
    """Return the record of a city (`cities.city_record`) as JSON-LD."""
    place = GEONAMES % record["geonames_id"] if record["geonames_id"] else None
    located = record["latitude"] is not None and record["longitude"] is not None
    point = {"@type": "GeoCoordinates", "latitude": record["latitude"], "longitude": record["longitude"]}
    area = {
        "@type": "AdministrativeArea",
        "name": record["name"],
        "sameAs": place,
        "geo": point if located else None,
    }
    address = {"@type": "PostalAddress", "addressRegion": record["region"], "addressCountry": record["country"]}
    label = record["label"]
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "GovernmentOrganization",
            "@id": record["url"],
            "url": record["url"],
            "name": record["name"],
            "alternateName": record["local_name"] if record["local_name"] != record["name"] else "",
            "description": _description(record),
            "sameAs": record["website"],
            "address": _filled(address),
            "areaServed": _filled(area),
            "hasCertification": _label(label) if label else None,
        }
    )


def _description(record: Row) -> Any:
    """Return what the city says of itself, with its language, and what people translated of it as it is now.

    A plain text cannot say that a machine translated it, or that it belongs to an older text: such words are left out.
    """
    own, language = record["about"], record["language"]
    if not (own and language):
        return own
    texts = {row["language"]: row["fields"]["about"] for row in record["translations"] if "about" in row["fields"]}
    good = {code: piece for code, piece in texts.items() if piece["provenance"] == "human"}
    others = {code: piece["text"] for code, piece in good.items() if not piece["belongs_to_older_text"]}
    found = [{"@language": code, "@value": text} for code, text in {language: own, **others}.items()]
    return found if others else found[0]


def commitment_in_schema(record: Row) -> Row:
    """Return the record of a commitment (`commitments.commitment_record`), or its tombstone, as JSON-LD."""
    city = {"@type": "GovernmentOrganization", "@id": record["city"]["url"], "name": record["city"]["name"]}
    work = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "@id": record["url"],
        "url": record["url"],
        "identifier": record["code"],
        "creativeWorkStatus": record["status"],
        "about": city,
        "publisher": {"@type": "Organization", "name": settings.PORTAL_NAME},
        "dateModified": record["updated_at"],
    }
    if record["status"] == "withdrawn":
        return work
    compiled = record["origin"] == "compiled"
    span = [str(day) if day else ".." for day in (record["starts_on"], record["ends_on"])]
    return _filled(
        {
            **work,
            "name": record["title"],
            "abstract": record["summary"],
            "inLanguage": record["language"],
            "workTranslation": [_translation(row, record["url"]) for row in record["translations"]],
            "version": record["version"],
            "hasPart": {"@type": "CreativeWork", "@id": record["version_url"], "version": record["version"]},
            "author": None if compiled else city,
            "isBasedOn": record["source_url"],
            "datePublished": record["first_published_at"],
            "temporalCoverage": "/".join(span) if span != ["..", ".."] else None,
            "license": LICENCE,
        }
    )


def _translation(row: Row, url: str) -> Row:
    """Return a translation under the address of the page in its language. Machines hear that a machine made it."""
    made = {piece["provenance"] for piece in row["fields"].values()}
    work = {
        "@type": "CreativeWork",
        "@id": url.replace("/en/", f"/{row['language']}/", 1),
        "inLanguage": row["language"],
        "name": row["fields"].get("title", {}).get("text"),
        "abstract": row["fields"].get("summary", {}).get("text"),
        "dateModified": row["published_at"],
        "creativeWorkStatus": MACHINE if "machine" in made else None,
        "translationOfWork": {"@id": url},
    }
    return _filled(work)


def _label(label: Row) -> Row:
    state = "CertificationActive" if label["status"] == "valid" else "CertificationInactive"
    return {
        "@type": "Certification",
        "url": label["url"],
        "certificationIdentification": label["code"],
        "certificationStatus": f"{CONTEXT}/{state}",
        "issuedBy": {"@type": "Organization", "name": label["awarded_by"]},
        "validFrom": label["valid_from"],
        "expires": label["valid_until"],
    }


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value not in (None, "", [])}
