"""As much of kustomize as deploy/k8s uses, to read its files where there is no kubectl."""

import re
from copy import deepcopy
from pathlib import Path

import yaml

UNDERSTOOD = {
    "apiVersion",
    "kind",
    "resources",
    "components",
    "namespace",
    "labels",
    "images",
    "patches",
    "configMapGenerator",
}


def build(folder: Path) -> list[dict]:
    """Every document of a kustomization; names of ConfigMaps without the hash kustomize adds."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    unknown = set(kustomization) - UNDERSTOOD
    assert not unknown, f"{folder}: this reader does not understand {unknown}"
    documents = []
    for entry in kustomization.get("resources", []) + kustomization.get("components", []):
        path = folder / entry
        documents += build(path.resolve()) if path.is_dir() else read(path)
    for generator in kustomization.get("configMapGenerator", []):
        generate(generator, documents)
    for patch in kustomization.get("patches", []):
        documents = patched(patch, folder, documents)
    for document in documents:
        place(document, kustomization.get("namespace"))
        label(document, kustomization.get("labels", []))
        name_images(document, kustomization.get("images", []))
    return documents


def read(path: Path) -> list[dict]:
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def generate(generator: dict, documents: list[dict]) -> None:
    data = dict(literal.split("=", 1) for literal in generator["literals"])
    for document in documents:
        if document["kind"] == "ConfigMap" and document["metadata"]["name"] == generator["name"]:
            assert generator["behavior"] == "merge"
            document["data"].update(data)
            return
    metadata = {"name": generator["name"]}
    documents.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data})


def patched(patch: dict, folder: Path, documents: list[dict]) -> list[dict]:
    over = yaml.safe_load(patch.get("patch") or (folder / patch["path"]).read_text())
    hit = [document for document in documents if is_target(document, patch, over)]
    assert hit, f"{folder}: a patch of {over['kind']} {over['metadata']['name']} hits nothing"
    if over.pop("$patch", "") == "delete":
        return [document for document in documents if document not in hit]
    content = {key: over[key] for key in set(over) - {"apiVersion", "kind", "metadata"}}
    for document in hit:
        document.update(merged(document, deepcopy(content)))
    return documents


def is_target(document: dict, patch: dict, over: dict) -> bool:
    if "target" in patch:
        return re.fullmatch(patch["target"]["kind"], document["kind"]) is not None
    return name(document) == name(over)


def name(document: dict) -> tuple[str, str]:
    return document["kind"], document["metadata"]["name"]


def merged(under: object, over: object) -> object:
    """A strategic merge: maps join, lists of named things join by name, all else is replaced."""
    if isinstance(under, dict) and isinstance(over, dict):
        return under | {key: merged(under.get(key), value) for key, value in over.items()}
    if are_named(under) and are_named(over):
        before = {item["name"]: item for item in under}
        after = {item["name"]: merged(before.get(item["name"]), item) for item in over}
        return list((before | after).values())
    return over


def are_named(things: object) -> bool:
    return isinstance(things, list) and all(
        isinstance(thing, dict) and "name" in thing for thing in things
    )


def place(document: dict, namespace: str | None) -> None:
    if namespace and document["kind"] != "Namespace":
        document["metadata"]["namespace"] = namespace


def label(document: dict, labels: list[dict]) -> None:
    template = document.get("spec", {}).get("template")
    for entry in labels:
        for metadata in [document["metadata"]] + ([template["metadata"]] if template else []):
            metadata["labels"] = metadata.get("labels", {}) | entry["pairs"]


def name_images(document: dict, images: list[dict]) -> None:
    containers = document.get("spec", {}).get("template", {}).get("spec", {}).get("containers", [])
    for container in containers:
        for image in images:
            if container["image"] == image["name"]:
                version = f"@{image['digest']}" if "digest" in image else f":{image['newTag']}"
                container["image"] = image.get("newName", image["name"]) + version
