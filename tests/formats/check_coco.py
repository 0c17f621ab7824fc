#!/usr/bin/env python3
"""Asks other readers whether a COCO export says what the project says.

    check_coco.py COCO.json NATIVE.json SCHEMA.json [STROKES.json]

NATIVE.json is the Cartouche JSON of the same project. jsonschema checks it against SCHEMA.json; pycocotools loads
COCO.json and must find every shape of every concept: count, box within 1e-3 px, polygons and masks equal. STROKES.json
lists what was painted, [{concept, way: [[x, y], ...], radius}]: each is the only one of its concept.
Exits with 1 and says what differs.
"""

import json
import sys

import jsonschema
import numpy as np
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

MEMBERS = {"id", "image_id", "category_id", "segmentation", "area", "bbox", "iscrowd"}
BOX_TOLERANCE = 1e-3
# Of large files not every polygon is drawn, which takes long; every mask is.
DRAWN_POLYGONS = 200


class Different(Exception):
    """The two files don't say the same."""


def need(condition, message):
    """Stops with the message where the condition doesn't hold."""
    if not condition:
        raise Different(message)


def holes(shape):
    """Whether a polygon has holes."""
    return any(len(part) > 1 for part in shape.get("polygon", []))


def expected_annotations(native):
    """What the COCO file must hold, in order: input index, concept name, object."""
    names = {concept["id"]: concept["name"] for concept in native["concepts"]}
    for index, picture in enumerate(native["inputs"]):
        sized = "width" in picture["media"] or any("mask" in o["shape"] for o in picture["objects"])
        for thing in picture["objects"]:
            if holes(thing["shape"]) and not sized:
                continue
            seen = []
            for label in thing["labels"]:
                if label.get("presence", "present") == "present" and label["concept"] not in seen:
                    seen.append(label["concept"])
                    yield index, names[label["concept"]], thing


def bounds(shape, mask):
    """x, y, width, height of a shape."""
    if "box" in shape:
        left, top, right, bottom = shape["box"]
        return [left, top, right - left, bottom - top]
    if "polygon" in shape and not holes(shape):
        points = np.array([p for part in shape["polygon"] for p in part[0]])
        (left, top), (right, bottom) = points.min(0), points.max(0)
        return [left, top, right - left, bottom - top]
    return list(coco_mask.toBbox(coco_mask.encode(np.asfortranarray(mask))))


def filled(shape, height, width):
    """A polygon with holes as pycocotools fills its rings."""

    def fill(ring):
        code = coco_mask.frPyObjects([[number for point in ring for number in point]], height, width)
        return coco_mask.decode(coco_mask.merge(code)).astype(bool)

    whole = np.zeros((height, width), bool)
    for outer, *inner in shape["polygon"]:
        part = fill(outer)
        for hole in inner:
            part &= ~fill(hole)
        whole |= part
    return whole


def check_shape(where, annotation, thing, mask):
    """The annotation's outline is the object's."""
    shape, segmentation = thing["shape"], annotation["segmentation"]
    if "box" in shape:
        need(segmentation == [], f"{where}: a box has a segmentation")
    elif "mask" in shape:
        size = [shape["mask"]["height"], shape["mask"]["width"]]
        need(segmentation["size"] == size, f"{where}: the mask's size differs")
        need(segmentation["counts"] == shape["mask"]["runs"], f"{where}: the mask's runs differ")
    elif holes(shape):
        need(isinstance(segmentation, dict), f"{where}: a polygon with holes isn't a mask")
        other = filled(shape, *segmentation["size"])
        # pycocotools rounds to fifths of a pixel: a pixel of an edge may differ.
        points = [p for part in shape["polygon"] for ring in part for p in ring]
        allowed = 4 * len(points) + other.sum() * 0.02
        apart = int((other != mask.astype(bool)).sum())
        need(apart <= allowed, f"{where}: {apart} pixels of the filled polygon differ")
    else:
        rings = [[number for point in part[0] for number in point] for part in shape["polygon"]]
        need(segmentation == rings, f"{where}: the rings differ")
    area = annotation["area"]
    if isinstance(segmentation, dict):
        need(area == int(mask.sum()), f"{where}: area {area} isn't the count of pixels {int(mask.sum())}")


def check(coco_path, native_path, schema_path):
    """Compares the files; returns how many annotations agree."""
    with open(native_path, encoding="utf-8") as file:
        native = json.load(file)
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(native, schema, jsonschema.Draft202012Validator)

    coco = COCO(coco_path)
    names = [category["name"] for category in coco.loadCats(sorted(coco.getCatIds()))]
    need(names == [concept["name"] for concept in native["concepts"]], "the categories differ")
    need(sorted(coco.getCatIds()) == list(range(1, len(names) + 1)), "category ids aren't 1..N")
    pictures = coco.loadImgs(sorted(coco.getImgIds()))
    files = [picture["file_name"] for picture in pictures]
    # COCO holds pictures, no texts and no videos.
    native["inputs"] = [each for each in native["inputs"] if each["media"]["kind"] == "image"]
    need(files == [picture["name"] for picture in native["inputs"]], "the pictures differ")

    wanted = list(expected_annotations(native))
    annotations = coco.loadAnns(sorted(coco.getAnnIds()))
    need(len(annotations) == len(wanted), f"{len(annotations)} annotations, {len(wanted)} expected")
    for annotation, (index, concept, thing) in zip(annotations, wanted):
        where = f"annotation {annotation['id']}"
        need(MEMBERS <= annotation.keys(), f"{where}: {MEMBERS - annotation.keys()} missing")
        need(annotation["image_id"] == index + 1, f"{where}: on another picture")
        need(names[annotation["category_id"] - 1] == concept, f"{where}: another category")
        need(annotation["iscrowd"] in (0, 1), f"{where}: iscrowd")
        segmentation = annotation["segmentation"]
        is_runs, is_early = isinstance(segmentation, dict), annotation["id"] <= DRAWN_POLYGONS
        # Pictures whose size isn't known can't be drawn on.
        is_drawn = pictures[index]["width"] > 0 and (is_runs or segmentation and is_early)
        mask = coco.annToMask(annotation) if is_drawn else np.zeros((1, 1), np.uint8)
        check_shape(where, annotation, thing, mask)
        box = bounds(thing["shape"], mask)
        apart = max(abs(a - b) for a, b in zip(annotation["bbox"], box))
        need(apart <= BOX_TOLERANCE, f"{where}: bbox {annotation['bbox']} instead of {box}")
    return len(annotations)


def swept(way, radius, height, width):
    """The pixels whose centre is within the radius of a way, and how far each centre is from it."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    far = np.full((height, width), np.inf)
    for start, end in zip(way, way[1:]):
        (ax, ay), dx, dy = start, end[0] - start[0], end[1] - start[1]
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / ((dx * dx + dy * dy) or 1), 0, 1)
        far = np.minimum(far, np.hypot(x - ax - along * dx, y - ay - along * dy))
    return far <= radius, far


def check_strokes(coco_path, strokes_path):
    """What was painted is exactly what the brush went over: pycocotools' pixels against the pixel-centre rule."""
    coco = COCO(coco_path)
    with open(strokes_path, encoding="utf-8") as file:
        strokes = json.load(file)
    for stroke in strokes:
        (category,) = coco.getCatIds(catNms=[stroke["concept"]])
        (annotation,) = coco.loadAnns(coco.getAnnIds(catIds=[category]))
        mask = coco.annToMask(annotation).astype(bool)
        expected, far = swept(stroke["way"], stroke["radius"], *mask.shape)
        # On the very edge the last bit of a sum decides.
        apart = (mask != expected) & (np.abs(far - stroke["radius"]) > 1e-6)
        need(mask.any(), f"{stroke['concept']}: nothing was painted")
        need(not apart.any(), f"{stroke['concept']}: {int(apart.sum())} pixels differ")


def main():
    """Runs the check and says what came of it."""
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    try:
        count = check(*sys.argv[1:4])
        for strokes in sys.argv[4:]:
            check_strokes(sys.argv[1], strokes)
    except (Different, jsonschema.ValidationError) as error:
        print(f"DIFFERENT: {error}", file=sys.stderr)
        sys.exit(1)
    print(f"{count} annotations agree")


if __name__ == "__main__":
    main()
