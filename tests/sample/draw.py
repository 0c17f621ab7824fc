#!/usr/bin/env python3
"""Draws the sample pictures and writes their ground truth.

    python3 tests/sample/draw.py [OUT]        (needs Pillow; OUT is public/sample unless told)

Eight flat scenes, each from its own seed: the same Pillow gives the same bytes on every run. Every solid shape is
also kept in a display list together with the objects that it belongs to; an object's visible mask is that list
played again, its own shapes in white and whatever was painted over them later in black. Boxes, polygons and the
run-length mask in labels.json all come from those masks, so they are exact, occlusion and picture edge included.
"""

import json
import math
import random
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

W, H, S = 1600, 1067, 3  # the picture, and how many times finer it is drawn
TAU = math.tau
TRANSPARENT = (0, 0, 0, 0)


# ---------------------------------------------------------------- colour and shape


def rgb(text):
    text = text.lstrip("#")
    return tuple(int(text[i : i + 2], 16) for i in (0, 2, 4))


def mix(a, b, t):
    return tuple(round(u + (v - u) * t) for u, v in zip(a, b))


def lighter(c, t):
    return mix(c, (255, 255, 255), t)


def darker(c, t):
    return mix(c, (14, 16, 40), t)


class Gradient:
    """Colour along y (or x): stops are (position, colour), in picture units."""

    def __init__(self, *stops, along="y"):
        self.stops, self.along = stops, along

    def at(self, v):
        stops = self.stops
        if v <= stops[0][0]:
            return stops[0][1]
        for (p, a), (q, b) in zip(stops, stops[1:]):
            if v <= q:
                return mix(a, b, (v - p) / (q - p))
        return stops[-1][1]

    def image(self, x0, y0, w, h):
        n, start = (h, y0) if self.along == "y" else (w, x0)
        line = b"".join(bytes(self.at((start + i + 0.5) / S)) for i in range(n))
        strip = Image.frombytes("RGB", (1, n) if self.along == "y" else (n, 1), line)
        return strip.resize((w, h), Image.Resampling.NEAREST)


def rect(x, y, w, h):
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def oval(cx, cy, rx, ry, turn=0.0):
    n = max(16, min(160, int(max(rx, ry) * 1.6)))
    c, s = math.cos(turn), math.sin(turn)
    pts = []
    for i in range(n):
        u, v = rx * math.cos(TAU * i / n), ry * math.sin(TAU * i / n)
        pts.append((cx + u * c - v * s, cy + u * s + v * c))
    return pts


def disc(cx, cy, r):
    return oval(cx, cy, r, r)


def curve(a, b, c, n=12):
    """A quadratic bend from a to c, drawn towards b."""
    out = []
    for i in range(n + 1):
        t = i / n
        p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t * t
        out.append((p * a[0] + q * b[0] + r * c[0], p * a[1] + q * b[1] + r * c[1]))
    return out


def rounded(corners):
    """A polygon whose corners (x, y, r) are rounded off."""
    out, n = [], len(corners)
    for i, (x, y, r) in enumerate(corners):
        if not r:
            out.append((x, y))
            continue
        ends = []
        for px, py, _ in (corners[i - 1], corners[(i + 1) % n]):
            d = math.hypot(px - x, py - y) or 1.0
            t = min(r, d * 0.5) / d
            ends.append((x + (px - x) * t, y + (py - y) * t))
        out += curve(ends[0], (x, y), ends[1], 8)
    return out


def rrect(x, y, w, h, r):
    return rounded([(x, y, r), (x + w, y, r), (x + w, y + h, r), (x, y + h, r)])


def stroke(points, width, taper=False):
    """A line as shapes: one quadrilateral a segment, and round joints."""
    shapes, n = [], len(points)
    for i in range(n - 1):
        (ax, ay), (bx, by) = points[i], points[i + 1]
        wa = width * (1 - i / (n - 1)) if taper else width
        wb = width * (1 - (i + 1) / (n - 1)) if taper else width
        d = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = (ay - by) / d / 2, (bx - ax) / d / 2
        shapes.append([(ax + nx * wa, ay + ny * wa), (bx + nx * wb, by + ny * wb),
                       (bx - nx * wb, by - ny * wb), (ax - nx * wa, ay - ny * wa)])  # fmt: skip
        shapes.append(disc(ax, ay, wa / 2))
    if not taper:
        shapes.append(disc(*points[-1], width / 2))
    return shapes


def blob(rng, cx, cy, rx, ry, rough=0.08):
    waves = [(k, rng.uniform(0, TAU), rough / (k - 1) ** 0.7) for k in (2, 3, 4, 5)]
    pts = []
    for i in range(180):
        a = TAU * i / 180
        m = 1 + sum(f * math.sin(k * a + p) for k, p, f in waves)
        pts.append((cx + rx * m * math.cos(a), cy + ry * m * math.sin(a)))
    return pts


def ridge(rng, y, high, long, tilt=0.0):
    """The skyline of a hill: a function of x."""
    parts = [(rng.uniform(0, TAU), long / d, high * f) for d, f in ((1, 1.0), (1.9, 0.38), (3.7, 0.10))]

    def height(x):
        return y + tilt * (x - W / 2) / W + sum(f * math.sin(TAU * x / w + p) for p, w, f in parts)

    return height


def below(line, bottom=H + 8, step=5):
    xs = range(-20, W + 21, step)
    return [(x, line(x)) for x in xs] + [(W + 20, bottom), (-20, bottom)]


def along(line, x0=-20, x1=W + 20, step=6, dy=0.0):
    n = max(2, int((x1 - x0) / step))
    return [(x0 + (x1 - x0) * i / n, line(x0 + (x1 - x0) * i / n) + dy) for i in range(n + 1)]


def moved(shapes, dx, dy):
    return [[(x + dx, y + dy) for x, y in p] for p in shapes]


# ---------------------------------------------------------------- the scene


class Thing:
    """One annotation in the making."""

    def __init__(self, category, form):
        self.category, self.form, self.first = category, form, None


class Scene:
    def __init__(self, seed):
        self.rng, self.land = random.Random(seed), random.Random(seed + 1)  # the land's own, so that it stays put
        self.target = Image.new("RGB", (W * S, H * S))
        self.origin = (0, 0)
        self.ops, self.things, self.stack = [], [], []
        self.recording = True

    # -- painting

    def pixels(self, pts):
        ox, oy = self.origin
        return [(round(x * S) - ox, round(y * S) - oy) for x, y in pts]

    def paint(self, shapes, fill, alpha=1.0, clip=None, solid=None):
        """Fills the union of shapes. Opaque paint that nothing clips is solid: it belongs to the open things, and
        hides every earlier one."""
        if shapes and not isinstance(shapes[0], list):
            raise TypeError("paint wants a list of polygons")
        polys = [self.pixels(p) for p in shapes]
        solid = (alpha >= 1 and clip is None) if solid is None else solid
        if solid and self.recording:
            for thing in self.stack:
                if thing.first is None:
                    thing.first = len(self.ops)
            self.ops.append((polys, tuple(self.stack)))
        flat = not isinstance(fill, Gradient)
        if flat and alpha >= 1 and clip is None:
            ink = fill + (255,) if self.target.mode == "RGBA" else fill
            draw = ImageDraw.Draw(self.target)
            for p in polys:
                draw.polygon(p, fill=ink)
            return
        box = bounds(polys, self.target.size)
        if box is None:
            return
        mask = stencil(polys, box)
        if clip is not None:
            mask = ImageChops.darker(mask, stencil([self.pixels(p) for p in clip], box))
        self.lay(fill, box, mask, alpha)

    def lay(self, fill, box, mask, alpha=1.0):
        if alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        if isinstance(fill, Gradient):
            x0, y0, x1, y1 = box
            fill = fill.image(x0 + self.origin[0], y0 + self.origin[1], x1 - x0, y1 - y0)
            if self.target.mode == "RGBA":
                fill = fill.convert("RGBA")
        elif self.target.mode == "RGBA":
            fill = fill + (255,)
        self.target.paste(fill, box, mask)

    def glow(self, cx, cy, rx, ry, fill, alpha=1.0, power=2.0, clip=None):
        """Light that fades from its middle."""
        ox, oy = self.origin
        x0, y0 = round((cx - rx) * S) - ox, round((cy - ry) * S) - oy
        w, h = round(2 * rx * S), round(2 * ry * S)
        # Pillow's gradient is 178 where the circle touches the square's sides
        table = [round(255 * max(0.0, 1 - v / 178) ** power) for v in range(256)]
        spot = Image.radial_gradient("L").point(table).resize((w, h), Image.Resampling.BICUBIC)
        box = (max(0, x0), max(0, y0), min(self.target.width, x0 + w), min(self.target.height, y0 + h))
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = spot.crop((box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0))
        if clip is not None:
            mask = ImageChops.multiply(mask, stencil([self.pixels(p) for p in clip], box))
        self.lay(fill, box, mask, alpha)

    def sky(self, *stops):
        self.paint([rect(-2, -2, W + 4, H + 4)], Gradient(*stops), solid=False)

    @contextmanager
    def thing(self, category, form):
        thing = Thing(category, form)
        if self.recording:
            self.things.append(thing)
        self.stack.append(thing)
        yield thing
        self.stack.pop()

    def mirror(self, water, x0, x1, top, draw, squash=0.6, alpha=0.5, wave=3.0, fade=1.0):
        """Draws the reflection, in water whose edge is at `water`, of what draw() paints above it."""
        keep = self.target, self.origin, self.recording
        ox, oy = math.floor(x0 * S), math.floor(top * S)
        self.target = Image.new("RGBA", (round(x1 * S) - ox, round(water * S) - oy), TRANSPARENT)
        self.origin, self.recording = (ox, oy), False
        draw()
        layer = self.target
        self.target, self.origin, self.recording = keep
        w, h = layer.width, max(1, int(layer.height * squash))
        layer = layer.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((w, h), Image.Resampling.BOX)
        out = Image.new("RGBA", (w, h), TRANSPARENT)
        phase = self.rng.uniform(0, TAU)
        band = 2
        for y in range(0, h, band):
            t = y / h
            u = y / S
            shift = (math.sin(u / (3.2 + 3 * t) + phase) + 0.6 * math.sin(u / 1.9 + 2 * phase)) * wave * S * (0.12 + t)
            out.paste(layer.crop((0, y, w, min(h, y + band))), (round(shift), y))
        ramp = Image.new("L", (1, h))
        ramp.putdata([round(255 * alpha * max(0.0, 1 - fade * y / h)) for y in range(h)])
        mask = ImageChops.multiply(out.getchannel("A"), ramp.resize((w, h)))
        self.target.paste(out.convert("RGB"), (ox, round(water * S)), mask)

    # -- truth

    def mask(self, thing):
        """The visible part of a thing as an L image of the fine grid, and its corner."""
        own = [p for polys, of in self.ops[thing.first :] if thing in of for p in polys]
        box = bounds(own, (W * S, H * S))
        if box is None:
            return None
        x0, y0, x1, y1 = box
        image = Image.new("L", (x1 - x0, y1 - y0), 0)
        draw = ImageDraw.Draw(image)
        for polys, of in self.ops[thing.first :]:
            ink = 255 if thing in of else 0
            for p in polys:
                if any(px < x1 for px, _ in p) and any(px >= x0 for px, _ in p):
                    draw.polygon([(px - x0, py - y0) for px, py in p], fill=ink)
        return image, x0, y0


def bounds(polys, size):
    xs = [x for p in polys for x, _ in p]
    ys = [y for p in polys for _, y in p]
    box = (max(0, min(xs)), max(0, min(ys)), min(size[0], max(xs) + 1), min(size[1], max(ys) + 1))
    return box if box[0] < box[2] and box[1] < box[3] else None


def stencil(polys, box):
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    draw = ImageDraw.Draw(mask)
    for p in polys:
        draw.polygon([(x - box[0], y - box[1]) for x, y in p], fill=255)
    return mask


def outlines(image):
    """The outer borders of a mask's parts, in grid corners, each with its area; largest first."""
    w, h = image.size
    wide = Image.new("L", (w + 2, h + 2), 0)
    wide.paste(image, (1, 1))
    w, h, data = w + 2, h + 2, wide.tobytes()
    seen, found = set(), []
    for y in range(1, h - 1):
        row = data[y * w : (y + 1) * w]
        x = row.find(b"\xff")
        while x != -1:
            if (x, y) not in seen:
                loop = follow(data, w, x, y, seen)
                area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(loop, loop[1:] + loop[:1])) / 2
                found.append((area, [(a - 1, b - 1) for a, b in loop]))
            x = row.find(b"\x00", x)
            x = row.find(b"\xff", x) if x != -1 else -1
    found.sort(key=lambda f: -f[0])
    return found


def follow(data, w, x0, y0, seen):
    """Walks the border between in and out, in on the right-hand side, from the left edge of pixel (x0, y0)."""
    steps = ((0, -1), (1, 0), (0, 1), (-1, 0))
    right = ((0, -1), (0, 0), (-1, 0), (-1, -1))  # the pixel to the right of a step from a corner, as an offset
    left = ((-1, -1), (0, -1), (0, 0), (-1, 0))
    x, y, d = x0, y0 + 1, 0
    start, loop = (x, y, d), []
    while True:
        if d == 0:
            seen.add((x, y - 1))
        x, y = x + steps[d][0], y + steps[d][1]
        ahead_left = data[(y + left[d][1]) * w + x + left[d][0]]
        ahead_right = data[(y + right[d][1]) * w + x + right[d][0]]
        turn = d if ahead_right and not ahead_left else (d - 1) % 4 if ahead_right and ahead_left else (d + 1) % 4
        if turn != d:
            loop.append((x, y))
            d = turn
        if (x, y, d) == start:
            return loop


def thinned(loop, least=8, most=40):
    """Douglas-Peucker, as fine as `most` vertices allow, but no finer than half a pixel."""
    far = max(range(len(loop)), key=lambda i: math.dist(loop[0], loop[i]))
    halves = (loop[: far + 1], loop[far:] + loop[:1])
    slack = 0.5 * S
    while True:
        pts = reduce_line(halves[0], slack)[:-1] + reduce_line(halves[1], slack)[:-1]
        if len(pts) <= most:
            break
        slack *= 1.08
    while len(pts) < least and slack > 0.05:
        slack /= 1.3
        pts = reduce_line(halves[0], slack)[:-1] + reduce_line(halves[1], slack)[:-1]
    return pts


def reduce_line(pts, slack):
    keep, todo = {0, len(pts) - 1}, [(0, len(pts) - 1)]
    while todo:
        a, b = todo.pop()
        (ax, ay), (bx, by) = pts[a], pts[b]
        d = math.hypot(bx - ax, by - ay) or 1.0
        worst, at = 0.0, None
        for i in range(a + 1, b):
            off = abs((bx - ax) * (ay - pts[i][1]) - (ax - pts[i][0]) * (by - ay)) / d
            if off > worst:
                worst, at = off, i
        if worst > slack:
            keep.add(at)
            todo += [(a, at), (at, b)]
    return [pts[i] for i in sorted(keep)]


def runs(image):
    """COCO's uncompressed run lengths of a 0/255 image: by column, zeros first."""
    data = image.transpose(Image.Transpose.TRANSPOSE).tobytes()
    counts, at, ink = [], 0, 0
    while at < len(data):
        end = data.find(b"\x00" if ink else b"\xff", at)
        end = len(data) if end == -1 else end
        counts.append(end - at)
        at, ink = end, 255 - ink
    return counts


def number(v):
    v = round(v, 2)
    return int(v) if v == int(v) else v


def truth(scene, thing):
    """bbox, area and segmentation of a thing; None where nothing of it can be seen."""
    seen = scene.mask(thing) if thing.first is not None else None
    if seen is None or seen[0].getbbox() is None:
        return None
    image, x0, y0 = seen
    if thing.form == "box":
        a, b, c, d = image.getbbox()
        x, y, w, h = (number(v / S) for v in (a + x0, b + y0, c - a, d - b))
        return {"bbox": [x, y, w, h], "area": number(w * h), "segmentation": []}
    if thing.form == "polygon":
        pts = [(number((x + x0) / S), number((y + y0) / S)) for x, y in thinned(outlines(image)[0][1])]
        x, y = min(p[0] for p in pts), min(p[1] for p in pts)
        w, h = max(p[0] for p in pts) - x, max(p[1] for p in pts) - y
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(pts, pts[1:] + pts[:1]))) / 2
        return {"bbox": [number(v) for v in (x, y, w, h)], "area": number(area),
                "segmentation": [[v for p in pts for v in p]]}  # fmt: skip
    full = Image.new("L", (W * S, H * S), 0)
    full.paste(image, (x0, y0))
    full = full.reduce(S).point([255 if v >= 128 else 0 for v in range(256)])
    a, b, c, d = full.getbbox()
    return {"bbox": [a, b, c - a, d - b], "area": full.histogram()[255],
            "segmentation": {"size": [H, W], "counts": runs(full)}}  # fmt: skip


# ---------------------------------------------------------------- nature


def cloud(s, cx, cy, size, tone=(255, 255, 255), shade=(222, 232, 244), alpha=0.92):
    rng = s.rng
    h = size * 0.16
    shapes = [rrect(cx - size / 2, cy - h, size, h, h / 2)]
    for u, v, r in ((-0.24, 0.13, 0.1), (-0.07, 0.17, 0.145), (0.13, 0.15, 0.12), (0.28, 0.11, 0.085)):
        r *= size * rng.uniform(0.92, 1.08)
        shapes.append(disc(cx + size * (u + rng.uniform(-0.02, 0.02)), cy - size * v, r))
    s.paint(shapes, Gradient((cy - size * 0.32, tone), (cy, shade)), alpha=alpha, solid=False)


def sun(s, x, y, r, tone, halo, alpha=0.16):
    for k, a in ((3.4, 0.45), (2.5, 0.7), (1.7, 1.0)):
        s.paint([disc(x, y, r * k)], halo, alpha=alpha * a, solid=False)
    s.paint([disc(x, y, r)], tone, solid=False)


def bird(s, x, y, r, ink):
    for side in (-1, 1):
        s.paint(stroke(curve((x, y), (x + side * r * 0.45, y - r * 0.55), (x + side * r, y - r * 0.16)), r * 0.13),
                ink, solid=False)  # fmt: skip


def hill(s, line, top, bottom, y0, y1, rim=None):
    shape = below(line)
    s.paint([shape], Gradient((y0, top), (y1, bottom)), solid=True)
    if rim:
        s.paint([along(line) + along(line, dy=7)[::-1]], rim, alpha=0.5, solid=False)
    return shape


def tuft(s, x, y, r, ink):
    for lean in (-0.55, 0.0, 0.5):
        s.paint(
            [[(x - r * 0.13, y), (x + lean * r, y - r * (1 - abs(lean) * 0.4)), (x + r * 0.13, y)]], ink, solid=False
        )


def flower(s, x, y, r, petal, stem):
    s.paint(stroke([(x, y), (x + r * 0.2, y - r * 2.6)], r * 0.34), stem, solid=False)
    x, y = x + r * 0.2, y - r * 2.6
    s.paint([disc(x + r * 0.66 * math.cos(a), y + r * 0.66 * math.sin(a), r * 0.5) for a in (0.3, 1.56, 2.81, 4.07, 5.33)],
            petal, solid=False)  # fmt: skip
    s.paint([disc(x, y, r * 0.42)], rgb("f2b635"), solid=False)


def fence(s, line, x0, x1, size, wood, dy=0.0):
    posts = []
    n = max(2, round((x1 - x0) / (size * 1.35)))
    for i in range(n + 1):
        x = x0 + (x1 - x0) * i / n
        posts.append((x, line(x) + dy))
    for k in (0.42, 0.78):
        s.paint(stroke([(x, y - size * k) for x, y in posts], size * 0.085), darker(wood, 0.12), solid=False)
    for x, y in posts:
        s.paint([rrect(x - size * 0.07, y - size, size * 0.14, size * 1.02, size * 0.05)], wood, solid=False)
        s.paint([rect(x + size * 0.015, y - size * 0.96, size * 0.055, size * 0.96)], darker(wood, 0.22), solid=False)


LEAVES = {
    "oak": (rgb("2f6b47"), rgb("3f8a57"), rgb("5aa767")),
    "lime": (rgb("3d7a3f"), rgb("569a4a"), rgb("7dba5c")),
    "pine": (rgb("1f5348"), rgb("2d6c59"), rgb("44876b")),
    "grey": (rgb("3c6457"), rgb("4f7d69"), rgb("6b977d")),
    "rust": (rgb("9c4a26"), rgb("c76b2e"), rgb("e79a45")),
    "gold": (rgb("b0761f"), rgb("d9a030"), rgb("f3c95a")),
    "wine": (rgb("7d2f35"), rgb("a84440"), rgb("cf6a52")),
    "snow": (rgb("8fa6b8"), rgb("d3e0ea"), rgb("f7fbfe")),
    "night": (rgb("122a3a"), rgb("1b3d4c"), rgb("2c5560")),
}
BARK = rgb("5f4636")


def tree(s, x, y, size, leaves="oak", kind="round", light=-1, shade=0.2, bark=BARK, form="polygon"):
    """A tree whose trunk stands at (x, y) and whose top is `size` higher."""
    rng = s.rng
    dark, mid, high = LEAVES[leaves]
    s.paint([oval(x - light * size * 0.12, y, size * 0.34, size * 0.045)], (10, 30, 30), alpha=shade, solid=False)

    def at(u, v):
        return (x + u * size, y - v * size)

    with s.thing("tree", form):
        if kind == "pine":
            w = 0.028
            s.paint([[at(-w, 0.2), at(w, 0.2), at(w * 1.4, -0.01), at(-w * 1.4, -0.01)]], bark)
            tiers = []
            for v0, v1, half in ((0.10, 0.52, 0.25), (0.31, 0.74, 0.195), (0.54, 1.0, 0.14)):
                left = curve(at(0, v1), at(-half * 0.35, v0 + 0.16), at(-half, v0), 8)
                foot = curve(at(-half, v0), at(0, v0 - 0.055), at(half, v0), 10)
                right = curve(at(half, v0), at(half * 0.35, v0 + 0.16), at(0, v1), 8)
                tiers.append(left + foot + right)
            for k, tier in enumerate(tiers):
                s.paint([tier], mix(dark, mid, k * 0.22))
                s.paint(moved([tier], light * size * 0.075, -size * 0.012), mix(mid, high, k * 0.3), clip=[tier])
            return
        if kind == "poplar":
            trunk = [at(-0.022, 0.3), at(0.022, 0.3), at(0.034, -0.005), at(-0.034, -0.005)]
            crown = [oval(*at(0, 0.56), 0.125 * size, 0.44 * size)]
            for k in range(9):
                v = 0.2 + 0.72 * k / 8
                r = 0.05 + 0.058 * math.sin(math.pi * min(1, (v - 0.05) / 0.98)) ** 0.8
                crown.append(disc(*at((0.055 if k % 2 else -0.055) * rng.uniform(0.9, 1.3), v), r * size))
        else:
            trunk = [at(-0.03, 0.5), at(0.03, 0.5)] + curve(at(0.03, 0.3), at(0.03, 0.04), at(0.062, -0.004), 6)
            trunk += curve(at(-0.062, -0.004), at(-0.03, 0.04), at(-0.03, 0.3), 6)
            crown = [disc(*at(0, 0.66), 0.25 * size)]
            n, turn = 8, rng.uniform(0, TAU)
            for k in range(n):
                a = turn + TAU * k / n
                r = rng.uniform(0.115, 0.16)
                crown.append(disc(*at(0.225 * math.cos(a) * 1.12, 0.66 + 0.2 * math.sin(a)), r * size))
        s.paint([trunk], bark)
        s.paint(moved([trunk], -light * size * 0.03, 0), darker(bark, 0.25), clip=[trunk])
        if kind == "round":
            s.paint(stroke([at(0.0, 0.3), at(light * 0.1, 0.47)], size * 0.026), bark)
            s.paint(stroke([at(0.0, 0.36), at(-light * 0.09, 0.5)], size * 0.022), darker(bark, 0.2))
        s.paint(crown, dark)
        s.paint(moved(crown, light * size * 0.055, -size * 0.06), mid, clip=crown)
        if kind == "round":
            # tufts of leaves: crescents of the high tone, each over a disc of the mid tone
            for u, v, r in (
                (light * 0.17, 0.79, 0.085),
                (light * 0.02, 0.87, 0.07),
                (light * 0.24, 0.64, 0.065),
                (-light * 0.06, 0.7, 0.075),
            ):
                u, v, r = u + rng.uniform(-0.02, 0.02), v + rng.uniform(-0.02, 0.02), r * rng.uniform(0.9, 1.15)
                spot = [disc(*at(u, v), r * size)]
                s.paint(spot, high, alpha=0.85, clip=crown)
                s.paint(moved(spot, -light * r * 0.38 * size, r * 0.42 * size), mid, clip=[spot[0]])
        else:
            s.paint(moved(crown, light * size * 0.11, -size * 0.05), high, alpha=0.7, clip=crown)


def sheep(s, x, y, size, face=1, grazing=False, wool=rgb("f7f2e8"), dim=rgb("d9d0cf"), skin=rgb("3d3339"), shade=0.2):
    """A sheep whose feet stand on (x, y) and which is about `size` long."""
    rng = s.rng

    def at(u, v):
        return (x + face * u * size, y - v * size)

    def ball(u, v, r, ry=None, turn=0.0):
        return oval(*at(u, v), r * size, (ry or r) * size, -face * turn)

    s.paint([ball(0.03, 0.0, 0.5, 0.06)], (10, 34, 24), alpha=shade, solid=False)
    with s.thing("sheep", "box"):
        for u, tone in ((-0.19, 0.35), (0.21, 0.35), (-0.29, 0.0), (0.13, 0.0)):
            leg = [at(u - 0.038, 0.36), at(u + 0.038, 0.36), at(u + 0.03, 0.0), at(u - 0.03, 0.0)]
            s.paint([leg], lighter(skin, 0.14) if tone else skin)
        body = [ball(0, 0.5, 0.35, 0.2)]
        n, turn = 12, rng.uniform(0, TAU)
        for k in range(n):
            a = turn + TAU * k / n
            body.append(ball(0.31 * math.cos(a), 0.5 + 0.165 * math.sin(a), rng.uniform(0.1, 0.128)))
        tail = [ball(-0.43, 0.47, 0.06, 0.075)]
        s.paint(tail, dim)
        if grazing:
            neck, head = [ball(0.36, 0.41, 0.115)], ball(0.475, 0.2, 0.088, 0.155, -0.35)
            ears = ball(0.36, 0.27, 0.085, 0.034, 0.5)
            top, eye = [ball(0.4, 0.33, 0.06), ball(0.46, 0.345, 0.055)], (0.5, 0.24)
        else:
            neck, head = [], ball(0.475, 0.585, 0.105, 0.165, 0.32)
            ears = ball(0.355, 0.63, 0.09, 0.036, 0.3)
            top, eye = [ball(0.4, 0.72, 0.062), ball(0.46, 0.745, 0.066), ball(0.52, 0.715, 0.05)], (0.5, 0.62)
        s.paint(body + neck, dim)
        s.paint(moved(body + neck, -face * 0.012 * size, -0.055 * size), wool, clip=body + neck)
        for u, v, r in ((-0.2, 0.56, 0.075), (0.02, 0.62, 0.085), (0.16, 0.5, 0.075), (-0.05, 0.45, 0.07)):
            bow = [at(u + r * math.cos(a), v + r * math.sin(a)) for a in (3.5 + 0.22 * i for i in range(11))]
            s.paint(stroke(bow, size * 0.017), mix(dim, wool, 0.25), solid=False)
        s.paint([head], skin)
        s.paint([ears], lighter(skin, 0.1))
        s.paint(top, wool)
        s.paint([ball(*eye, 0.024)], (255, 255, 255), solid=False)
        s.paint([ball(eye[0] + 0.006, eye[1] - 0.003, 0.013)], (20, 18, 24), solid=False)


# ---------------------------------------------------------------- houses


def window(s, x, y, w, h, glass, frame, panes=(2, 2), sill=True, arch=False):
    b = max(2.0, w * 0.075)
    if arch:
        outer = [(x, y + h), (x, y + w * 0.35)] + curve(
            (x, y + w * 0.35), (x + w / 2, y - w * 0.3), (x + w, y + w * 0.35)
        )
        outer += [(x + w, y + h)]
        inner = [(x + b, y + h - b), (x + b, y + w * 0.38)]
        inner += curve((x + b, y + w * 0.38), (x + w / 2, y - w * 0.16), (x + w - b, y + w * 0.38)) + [
            (x + w - b, y + h - b)
        ]
    else:
        outer, inner = rect(x, y, w, h), rect(x + b, y + b, w - 2 * b, h - 2 * b)
    s.paint([outer], frame)
    s.paint([inner], glass)
    if not isinstance(glass, Gradient):
        s.paint(
            [[(x, y + h * 0.72), (x + w * 0.78, y), (x + w * 1.1, y), (x, y + h * 1.06)]],
            (255, 255, 255),
            alpha=0.13,
            clip=[inner],
        )
    cols, rows = panes
    for i in range(1, cols):
        s.paint([rect(x + w * i / cols - b * 0.3, y + b * (0 if not arch else -0.2), b * 0.6, h - b)], frame)
    for j in range(1, rows):
        s.paint([rect(x + b, y + h * (j / rows if rows > 2 else 0.42) - b * 0.3, w - 2 * b, b * 0.6)], frame)
    if sill:
        s.paint([rect(x - b, y + h, w + 2 * b, b * 1.1)], frame)
        s.paint([rect(x - b, y + h + b * 1.1, w + 2 * b, b * 0.9)], (20, 20, 50), alpha=0.18, solid=False)


class Mood:
    """What the hour and the weather do to a street."""

    def __init__(self, glass, frame, lit=0.0, snow=False, dim=0.0, dusk=rgb("141b3c")):
        self.glass, self.frame, self.lit, self.snow, self.dim, self.dusk = glass, frame, lit, snow, dim, dusk

    def tone(self, c):
        return mix(c, self.dusk, self.dim)


WARM = (rgb("ffd98a"), rgb("ffc766"), rgb("ffe6ad"), rgb("f7b552"))


def chimney(s, x, y, w, h, tone, m):
    s.paint([rect(x, y, w, h)], tone)
    s.paint([rect(x + w * 0.6, y, w * 0.4, h)], darker(tone, 0.18))
    s.paint([rect(x - 4, y, w + 8, 9)], rgb("f4f8fc") if m.snow else darker(tone, 0.3))


def house(
    s,
    x,
    base,
    w,
    h,
    kind,
    wall,
    roof,
    m,
    cols=3,
    floors=3,
    shop=None,
    door=rgb("7a3b2e"),
    chim=0.72,
    panes=(2, 2),
    form="polygon",
):
    """A house front whose walls stand on `base` from x to x + w and are h high, without the roof."""
    rng = s.rng
    wall, roof, door = m.tone(wall), m.tone(roof), m.tone(door)
    frame = m.tone(m.frame)
    top = base - h
    snow = rgb("f3f7fb")

    def shaded(front):
        s.paint([rect(x + w * 0.87, top - h, w * 0.13, 2 * h)], (16, 18, 50), alpha=0.08, clip=front)

    with s.thing("house", form):
        body = rect(x, top, w, h)
        if kind == "gable":
            peak = h * 0.3 + w * 0.14
            chimney(s, x + w * chim, top - peak * 0.86, w * 0.11, peak * 0.86, darker(wall, 0.25), m)
            s.paint([[(x, top + 2), (x + w / 2, top - peak + 12), (x + w, top + 2)]], wall)
            s.paint([body], wall)
            shaded([[(x, top + 2), (x + w / 2, top - peak + 12), (x + w, top + 2)], body])
            e = 13
            slab = [
                (x - e, top + 8),
                (x + w / 2, top - peak),
                (x + w + e, top + 8),
                (x + w + e, top + 24),
                (x + w / 2, top - peak + 20),
                (x - e, top + 24),
            ]
            s.paint([slab], roof)
            if m.snow:
                s.paint(
                    [
                        [
                            (x - e, top + 8),
                            (x + w / 2, top - peak - 7),
                            (x + w + e, top + 8),
                            (x + w + e, top + 16),
                            (x + w / 2, top - peak + 9),
                            (x - e, top + 16),
                        ]
                    ],
                    snow,
                )
            ww = w * 0.17
            lit = rng.random() < m.lit
            window(
                s,
                x + w / 2 - ww / 2,
                top - peak * 0.42,
                ww,
                ww * 1.25,
                rng.choice(WARM) if lit else m.glass,
                frame,
                panes=(2, 1),
                arch=True,
            )
        elif kind == "stepped":
            n, rise = 4, (h * 0.1 + w * 0.13) / 2.6
            steps = [(x, base), (x, top)]
            for k in range(n):
                steps += [(x + w * 0.5 * k / n, top - rise * k), (x + w * 0.5 * k / n, top - rise * (k + 1))]
            crest = steps[-1][1]
            steps += [(x + w * 0.5 * (n - 0.5) / n, crest), (x + w * 0.5 * (n - 0.5) / n, crest - rise * 0.6)]
            pts = steps + [(2 * x + w - px, py) for px, py in reversed(steps)]
            s.paint([pts], wall)
            shaded([pts])
            for k in range(n):
                for side in (0, 1):
                    cw = w * 0.5 / n + 5
                    cx = x + w * 0.5 * k / n - 3
                    cx = cx if not side else 2 * x + w - cx - cw
                    s.paint([rect(cx, top - rise * (k + 1) - 4, cw, 8)], snow if m.snow else lighter(wall, 0.35))
            s.paint(
                [rect(x + w * 0.5 - w * 0.08, crest - rise * 0.6 - 4, w * 0.16, 8)],
                snow if m.snow else lighter(wall, 0.35),
            )
            lit = rng.random() < m.lit
            ww = w * 0.16
            window(
                s,
                x + w / 2 - ww / 2,
                top - rise * 1.9,
                ww,
                ww * 1.2,
                rng.choice(WARM) if lit else m.glass,
                frame,
                panes=(2, 1),
                arch=True,
            )
        elif kind == "mansard":
            rh = h * 0.26
            chimney(s, x + w * chim, top - rh - 30, w * 0.1, 60, darker(wall, 0.3), m)
            slope = [(x - 4, top + 2), (x + w * 0.07, top - rh), (x + w * 0.93, top - rh), (x + w + 4, top + 2)]
            s.paint([slope], roof)
            for j in range(1, 5):
                yy = top - rh * j / 5
                s.paint([rect(x, yy, w, 2.4)], darker(roof, 0.22), alpha=0.6, clip=[slope])
            s.paint([rect(x + w * 0.07 - 5, top - rh - 6, w * 0.86 + 10, 10)], snow if m.snow else darker(roof, 0.25))
            if m.snow:
                s.paint([rect(x - 4, top - rh, w + 8, rh * 0.5)], snow, alpha=0.9, clip=[slope])
            s.paint([body], wall)
            shaded([body])
            s.paint([rect(x - 8, top - 4, w + 16, 13)], snow if m.snow else lighter(wall, 0.3))
            k = max(2, cols - 1)
            for i in range(k):
                cw = w * 0.17
                cx = x + w * (i + 0.5) / k - cw / 2
                s.paint(
                    [[(cx - 5, top - rh * 0.66), (cx + cw / 2, top - rh * 0.92), (cx + cw + 5, top - rh * 0.66)]],
                    snow if m.snow else darker(roof, 0.3),
                )
                lit = rng.random() < m.lit
                window(
                    s,
                    cx,
                    top - rh * 0.68,
                    cw,
                    rh * 0.56,
                    rng.choice(WARM) if lit else m.glass,
                    frame,
                    panes=(2, 1),
                    sill=False,
                )
        elif kind == "flat":
            s.paint([rect(x + w * 0.12, top - 40, w * 0.2, 60)], darker(wall, 0.25))
            s.paint([rect(x + w * 0.12 - 4, top - 44, w * 0.2 + 8, 9)], snow if m.snow else darker(wall, 0.4))
            for k, hh in enumerate((70, 48)):
                s.paint([rect(x + w * (0.66 + 0.06 * k), top - hh, 3.4, hh)], darker(wall, 0.45), solid=False)
            s.paint([body], wall)
            shaded([body])
            s.paint([rect(x - 7, top - 14, w + 14, 16)], lighter(wall, 0.28))
            if m.snow:
                s.paint([rrect(x - 9, top - 22, w + 18, 12, 5)], snow)
            s.paint([rect(x, top + 2, w, 6)], darker(wall, 0.3), alpha=0.45, solid=False)
        else:  # side: the roof's long side
            rh = h * 0.2 + 34
            for cxx in (0.16, chim):
                chimney(s, x + w * cxx, top - rh - 26, w * 0.09, 60, darker(wall, 0.3), m)
            slope = [(x - 14, top + 9), (x + w * 0.05, top - rh), (x + w * 0.95, top - rh), (x + w + 14, top + 9)]
            s.paint([slope], roof)
            for j in range(1, 6):
                yy = top + 9 - (rh + 9) * j / 6
                s.paint([rect(x - 14, yy, w + 28, 2.4)], darker(roof, 0.22), alpha=0.55, clip=[slope])
            if m.snow:
                cap, n = [rect(x - 20, top - rh - 4, w + 40, rh * 0.74)], 7
                for i in range(n):
                    r = (w + 28) / n / 2
                    cap.append(oval(x - 14 + r * (2 * i + 1), top - rh * 0.3, r, r * rng.uniform(0.5, 0.95)))
                s.paint(cap, snow, clip=[slope])
            body = rect(x, top + 8, w, h - 8)
            s.paint([body], wall)
            shaded([body])
            s.paint([rect(x - 14, top + 6, w + 28, 9)], darker(roof, 0.35))
        # the front
        ground = h * 0.8 if floors == 1 else min(118.0, h * 0.34) if shop is not None else min(104.0, h * 0.3)
        rows = floors - 1
        cell = w / cols
        step = (h - ground - 30) / rows if rows else cell
        ww = min(cell * 0.52, step * 0.52)
        wh = min(step * 0.66, ww * 1.55)
        for j in range(rows):
            yy = top + 30 + step * j + (step - wh) * 0.35
            for i in range(cols):
                lit = rng.random() < m.lit
                glass = rng.choice(WARM) if lit else m.glass
                xx = x + cell * (i + 0.5) - ww / 2
                if m.lit and lit:
                    s.glow(xx + ww / 2, yy + wh / 2, ww * 1.5, wh * 1.1, rgb("ffca70"), alpha=0.30)
                window(s, xx, yy, ww, wh, glass, frame, panes=panes)
                if lit and rng.random() < 0.4:
                    inner = rect(xx + 3, yy + 3, ww * 0.28, wh - 6)
                    s.paint([inner], rgb("c98b46"), alpha=0.5, solid=False)
        gy = base - ground
        if rows:
            s.paint([rect(x, gy - 3, w, 7)], lighter(wall, 0.3) if not m.dim else lighter(wall, 0.12))
        s.paint([rect(x, base - 12, w, 12)], darker(wall, 0.28))
        lit = m.lit > 0
        if shop is not None:
            shop = m.tone(shop) if not lit else mix(shop, m.dusk, m.dim * 0.6)
            s.paint([rect(x + w * 0.05, gy + 16, w * 0.9, ground - 16)], darker(shop, 0.3))
            glass = WARM[0] if lit else lighter(m.glass, 0.18)
            pane = rect(x + w * 0.09, gy + 36, w * 0.54, ground - 54)
            if lit:
                s.glow(x + w * 0.36, base - 30, w * 0.6, ground * 0.9, rgb("ffca70"), alpha=0.4)
            s.paint([pane], glass)
            s.paint(
                [
                    [
                        (x + w * 0.09, base - 18),
                        (x + w * 0.3, gy + 30),
                        (x + w * 0.42, gy + 30),
                        (x + w * 0.24, base - 18),
                    ]
                ],
                (255, 255, 255),
                alpha=0.2,
                clip=[pane],
            )
            s.paint([rect(x + w * 0.69, gy + 36, w * 0.21, ground - 36)], darker(shop, 0.05))
            s.paint([rect(x + w * 0.72, gy + 42, w * 0.15, ground * 0.48)], glass)
            n = 8
            for i in range(n):
                aw = w * 0.98 / n
                ax = x + w * 0.01 + aw * i
                tone = shop if i % 2 == 0 else m.tone(rgb("fbf6ec"))
                s.paint(
                    [
                        [(ax + 2, gy + 4), (ax + aw - 1, gy + 4), (ax + aw, gy + 34), (ax, gy + 34)],
                        oval(ax + aw / 2, gy + 34, aw / 2, 8),
                    ],
                    tone,
                )
            if m.snow:
                s.paint([rrect(x + 2, gy, w - 4, 11, 5)], snow)
        else:
            dw, dh = min(46.0, w * 0.2), ground * 0.82
            dx = x + cell * (cols // 2 + 0.5) - dw / 2
            s.paint([rect(dx - 6, base - dh - 8, dw + 12, dh + 8)], frame)
            s.paint([rect(dx, base - dh, dw, dh)], door)
            s.paint([rect(dx + dw * 0.16, base - dh * 0.93, dw * 0.68, dh * 0.24)], WARM[1] if lit else m.glass)
            s.paint(
                [
                    rect(dx + dw * 0.16, base - dh * 0.6, dw * 0.68, dh * 0.2),
                    rect(dx + dw * 0.16, base - dh * 0.33, dw * 0.68, dh * 0.2),
                ],
                darker(door, 0.2),
            )
            s.paint([disc(dx + dw * 0.86, base - dh * 0.46, 2.6)], rgb("f1cf7a"))
            s.paint([rect(dx - 10, base - 8, dw + 20, 8)], snow if m.snow else darker(frame, 0.2))
            for i in range(cols):
                if i == cols // 2:
                    continue
                lit1 = rng.random() < m.lit
                window(
                    s,
                    x + cell * (i + 0.5) - ww / 2,
                    base - ground * 0.8,
                    ww,
                    ground * 0.5,
                    rng.choice(WARM) if lit1 else m.glass,
                    frame,
                    panes=panes,
                )


def lamp(s, x, base, h, m, night=False, ink=rgb("37404f")):
    if night:
        s.glow(x, base - h + 12, 190, 190, rgb("ffc76e"), alpha=0.42, power=2.2)
    s.paint(
        [
            rect(x - 3, base - h + 26, 6, h - 26),
            rrect(x - 8, base - 26, 16, 26, 4),
            rect(x - 6, base - h * 0.62, 12, 5),
        ],
        ink,
        solid=False,
    )
    s.paint(
        [[(x - 11, base - h + 28), (x - 15, base - h), (x + 15, base - h), (x + 11, base - h + 28)]], ink, solid=False
    )
    s.paint(
        [[(x - 8, base - h + 25), (x - 11, base - h + 3), (x + 11, base - h + 3), (x + 8, base - h + 25)]],
        rgb("fff0c4") if night else rgb("dbe7ee"),
        solid=False,
    )
    s.paint(
        [[(x - 19, base - h), (x, base - h - 15), (x + 19, base - h)]], rgb("f3f7fb") if m.snow else ink, solid=False
    )


# ---------------------------------------------------------------- cars


CARS = {
    # the body, and its cabin, as (u, v, r) from the back bumper; the panes, as (u0, u1) along the cabin
    "saloon": dict(
        body=[(-0.5, 0.10, 0.02), (-0.505, 0.255, 0.06), (-0.43, 0.305, 0.05), (-0.28, 0.31, 0.1), (0.2, 0.312, 0.14), (0.43, 0.27, 0.1), (0.5, 0.215, 0.05), (0.505, 0.10, 0.02)],
        cabin=[(-0.35, 0.29, 0.0), (-0.21, 0.44, 0.08), (0.08, 0.445, 0.1), (0.25, 0.29, 0.0)],
        panes=[[(-0.285, 0.312), (-0.19, 0.416), (-0.075, 0.42), (-0.075, 0.312)], [(-0.05, 0.312), (-0.05, 0.42), (0.065, 0.418), (0.19, 0.312)]],
        seam=-0.0625, wheels=(-0.305, 0.305)),
    "hatch": dict(
        body=[(-0.49, 0.10, 0.02), (-0.5, 0.27, 0.05), (-0.46, 0.335, 0.05), (0.2, 0.33, 0.12), (0.44, 0.285, 0.1), (0.5, 0.225, 0.06), (0.505, 0.10, 0.02)],
        cabin=[(-0.465, 0.31, 0.0), (-0.39, 0.475, 0.08), (0.06, 0.485, 0.1), (0.25, 0.31, 0.0)],
        panes=[[(-0.415, 0.335), (-0.36, 0.447), (-0.235, 0.452), (-0.235, 0.335)], [(-0.21, 0.335), (-0.21, 0.452), (0.045, 0.456), (0.185, 0.335)]],
        seam=-0.2225, wheels=(-0.31, 0.315)),
    "van": dict(
        body=[(-0.5, 0.10, 0.02), (-0.5, 0.3, 0.03), (0.3, 0.31, 0.05), (0.46, 0.285, 0.08), (0.505, 0.22, 0.05), (0.505, 0.10, 0.02)],
        cabin=[(-0.5, 0.2, 0.0), (-0.495, 0.55, 0.06), (0.2, 0.555, 0.1), (0.385, 0.29, 0.04), (0.3, 0.2, 0.0)],
        panes=[[(-0.44, 0.36), (-0.43, 0.5), (-0.21, 0.503), (-0.21, 0.36)], [(-0.18, 0.36), (-0.18, 0.504), (0.02, 0.506), (0.02, 0.36)], [(0.05, 0.33), (0.05, 0.507), (0.18, 0.51), (0.315, 0.33)]],
        seam=0.035, wheels=(-0.315, 0.315)),
}  # fmt: skip


def car(s, x, y, size, face, paint, kind="saloon", night=False, snow=False, dim=0.0, form="box"):
    """A car whose wheels stand on y, whose middle is x; face is 1 to the right."""
    k = CARS[kind]
    paint = mix(paint, rgb("141b3c"), dim)
    low = darker(paint, 0.22)

    def at(u, v):
        return (x + face * u * size, y - v * size)

    def poly(pts):
        return rounded([(*at(u, v), r * size) for u, v, r in pts])

    s.paint([oval(*at(0, 0.005), 0.53 * size, 0.032 * size)], (8, 10, 22), alpha=0.42, solid=False)
    if night:
        beam = [at(0.49, 0.2), at(1.25, 0.16), at(1.35, -0.03), at(0.5, 0.06)]
        s.glow(*at(0.56, 0.06), size * 0.62, size * 0.12, rgb("ffe3a6"), alpha=0.75, power=1.6)
        s.glow(*at(0.5, 0.17), size * 0.84, size * 0.34, rgb("ffe9bd"), alpha=0.6, power=1.1, clip=[beam])
        s.glow(*at(-0.55, 0.03), size * 0.3, size * 0.07, rgb("ff4a3d"), alpha=0.55, power=1.6)
    with s.thing("car", form):
        body, cabin = poly(k["body"]), poly(k["cabin"])
        hull = [body, cabin]
        s.paint([rect(x - size * 0.44, y - size * 0.13, size * 0.88, size * 0.06)], rgb("20222b"))
        if snow:
            s.paint(moved([cabin], 0, -size * 0.024), rgb("f6fafd"))
        s.paint([cabin], paint)
        s.paint([body], paint)
        glass = mix(rgb("bfdcea"), rgb("1b2647"), 0.72 if night else 0.22)
        for pane in k["panes"]:
            pts = [at(*p) for p in pane]
            s.paint([pts], glass)
            xs = sorted(p[0] for p in pts)
            top, bottom = min(p[1] for p in pts), max(p[1] for p in pts)
            mid = (xs[0] + xs[-1]) / 2
            s.paint(
                [
                    [
                        (mid - size * 0.01, top),
                        (mid + size * 0.035, top),
                        (mid - size * 0.035, bottom),
                        (mid - size * 0.08, bottom),
                    ]
                ],
                (255, 255, 255),
                alpha=0.12 if night else 0.35,
                clip=[pts],
            )
        # a light on the shoulder, a dark sill
        belt = max(v for _, v, _ in k["body"]) - 0.035
        s.paint(
            [
                [
                    at(-0.52, belt),
                    at(0.36, belt),
                    at(0.5, belt - 0.05),
                    at(0.5, belt - 0.062),
                    at(0.36, belt - 0.018),
                    at(-0.52, belt - 0.018),
                ]
            ],
            lighter(paint, 0.35),
            clip=[body],
        )
        s.paint([[at(-0.52, 0.165), at(0.52, 0.165), at(0.52, 0.05), at(-0.52, 0.05)]], low, clip=[body])
        s.paint([[at(-0.52, 0.118), at(0.52, 0.118), at(0.52, 0.05), at(-0.52, 0.05)]], rgb("343844"), clip=[body])
        for u in (k["seam"], k["panes"][-1][-1][0] - 0.01):
            s.paint(stroke([at(u, belt - 0.02), at(u, 0.125)], size * 0.006), low, solid=False)
        s.paint(
            [
                rrect(
                    *min(at(k["seam"] - 0.075, belt - 0.045), at(k["seam"] - 0.025, belt - 0.045)),
                    size * 0.05,
                    size * 0.013,
                    size * 0.006,
                )
            ],
            low,
            solid=False,
        )
        lampy = 0.235 if kind != "van" else 0.24
        s.paint([oval(*at(0.472, lampy - 0.022), 0.026 * size, 0.022 * size)], rgb("fff6d8"), clip=[body])
        s.paint(
            [
                [
                    at(-0.52, lampy + 0.025),
                    at(-0.465, lampy + 0.025),
                    at(-0.475, lampy - 0.035),
                    at(-0.52, lampy - 0.035),
                ]
            ],
            rgb("ff5a46") if night else rgb("c7362f"),
            clip=[body],
        )
        if kind == "van":
            s.paint(
                [[at(-0.5, 0.26), at(0.5, 0.26), at(0.5, 0.235), at(-0.5, 0.235)]],
                lighter(paint, 0.6),
                alpha=0.8,
                clip=[body],
            )
        for u in k["wheels"]:
            s.paint([disc(*at(u, 0.098), 0.112 * size)], rgb("22242d"), clip=hull)
            s.paint([disc(*at(u, 0.088), 0.09 * size)], rgb("17181e"))
            s.paint([disc(*at(u, 0.088), 0.056 * size)], rgb("c6ccd4") if not night else rgb("7d879b"))
            s.paint([disc(*at(u, 0.088), 0.04 * size)], rgb("8e97a4") if not night else rgb("59637a"))
            for i in range(5):
                a = 0.4 + TAU * i / 5
                s.paint(
                    stroke([at(u, 0.088), at(u + 0.045 * math.cos(a), 0.088 + 0.045 * math.sin(a))], size * 0.012),
                    rgb("c6ccd4") if not night else rgb("7d879b"),
                    solid=False,
                )
            s.paint([disc(*at(u, 0.088), 0.014 * size)], rgb("eef1f4"), solid=False)
        if night:
            s.glow(*at(0.478, lampy - 0.022), size * 0.13, size * 0.13, rgb("fff2cc"), alpha=0.9, power=2)
            s.glow(*at(-0.495, lampy), size * 0.1, size * 0.1, rgb("ff5a46"), alpha=0.8, power=2)


# ---------------------------------------------------------------- boats


def sailboat(
    s,
    x,
    y,
    size,
    hull,
    sail=rgb("fbf5e6"),
    face=1,
    stripe=None,
    flag=rgb("d9483b"),
    dim=0.0,
    dusk=rgb("e9b48f"),
    two=True,
):
    """A boat that floats at (x, y), `size` long; the sails are things of their own."""
    hull, sail = mix(hull, dusk, dim * 0.5), mix(sail, dusk, dim)

    def at(u, v):
        return (x + face * u * size, y - v * size)

    with s.thing("boat", "box"):
        wood = rgb("7b5236")
        s.paint(stroke([at(0.05, 0.1), at(0.05, 1.2)], size * 0.022), wood)
        s.paint([[at(0.05, 1.2), at(-0.13, 1.175), at(0.05, 1.135)]], flag)
        s.paint(stroke([at(0.05, 0.215), at(-0.42, 0.235)], size * 0.018), wood)
        # the cabin
        s.paint(
            [
                rounded(
                    [
                        (*at(-0.24, 0.1), 0),
                        (*at(-0.21, 0.185), size * 0.03),
                        (*at(0.2, 0.2), size * 0.05),
                        (*at(0.28, 0.1), 0),
                    ]
                )
            ],
            mix(rgb("fdfaf2"), dusk, dim),
        )
        for u in (-0.12, -0.02, 0.08):
            s.paint(
                [rrect(*min(at(u, 0.17), at(u + 0.06, 0.17)), size * 0.06, size * 0.03, size * 0.015)], rgb("3b5a73")
            )
        deck = curve(at(-0.5, 0.135), at(0.05, 0.06), at(0.56, 0.19), 16)
        bow = curve(at(0.56, 0.19), at(0.5, 0.05), at(0.4, -0.008), 8)
        shape = deck + bow + [at(-0.41, -0.008)] + curve(at(-0.41, -0.008), at(-0.48, 0.02), at(-0.5, 0.135), 6)
        s.paint([shape], hull)
        s.paint(moved([shape], 0, size * 0.075), darker(hull, 0.22), clip=[shape])
        rail = deck + [(px, py + size * 0.026) for px, py in deck[::-1]]
        s.paint([rail], lighter(hull, 0.75), clip=[shape])
        s.paint(
            [[at(-0.5, 0.03), at(0.5, 0.03), at(0.5, -0.02), at(-0.5, -0.02)]],
            mix(rgb("f8efe0"), hull, 0.12),
            clip=[shape],
        )
        s.paint([[at(-0.5, 0.012), at(0.5, 0.012), at(0.5, -0.02), at(-0.5, -0.02)]], darker(hull, 0.45), clip=[shape])
        # the sails: the one before the mast, then the great one
        if two:
            with s.thing("sail", "polygon"):
                lee = curve(at(0.085, 1.06), at(0.31, 0.62), at(0.53, 0.235), 12)
                foot = curve(at(0.53, 0.235), at(0.3, 0.215), at(0.12, 0.26), 8)
                luff = curve(at(0.12, 0.26), at(0.2, 0.62), at(0.085, 1.06), 12)
                jib = lee + foot + luff
                s.paint([jib], darker(sail, 0.06))
                s.paint(moved([jib], face * size * 0.06, -size * 0.02), sail, clip=[jib])
                for v in (0.42, 0.6, 0.78):
                    s.paint(stroke([at(0.05, v), at(0.5, v - 0.05)], size * 0.006), darker(sail, 0.14), clip=[jib])
        with s.thing("sail", "polygon"):
            luff = [at(0.03, 0.26), at(0.03, 1.12)]
            leech = curve(at(0.03, 1.12), at(-0.36, 0.82), at(-0.44, 0.275), 16)
            foot = curve(at(-0.44, 0.275), at(-0.2, 0.235), at(0.03, 0.26), 8)
            main = luff + leech + foot
            s.paint([main], sail)
            s.paint(moved([main], -face * size * 0.2, size * 0.02), darker(sail, 0.07), clip=[main])
            if stripe:
                s.paint(
                    [[at(0.05, 0.66), at(-0.5, 0.6), at(-0.5, 0.45), at(0.05, 0.51)]],
                    mix(stripe, dusk, dim),
                    clip=[main],
                )
            for v in (0.42, 0.57, 0.72, 0.87):
                s.paint(stroke([at(0.05, v), at(-0.46, v - 0.055)], size * 0.006), darker(sail, 0.14), clip=[main])


def trawler(s, x, y, size, hull, face=1, house_tone=rgb("fbf6ea"), dim=0.0, dusk=rgb("e9b48f")):
    hull, house_tone = mix(hull, dusk, dim * 0.5), mix(house_tone, dusk, dim)

    def at(u, v):
        return (x + face * u * size, y - v * size)

    with s.thing("boat", "box"):
        ink = rgb("4b4a55")
        s.paint(stroke([at(-0.28, 0.12), at(-0.28, 0.66)], size * 0.02), ink)
        s.paint(stroke([at(-0.28, 0.2), at(-0.5, 0.5)], size * 0.016), ink)
        s.paint(stroke([at(-0.28, 0.64), at(-0.5, 0.5), at(-0.47, 0.2)], size * 0.006), ink, solid=False)
        s.paint(stroke([at(-0.28, 0.64), at(0.5, 0.22)], size * 0.006), ink, solid=False)
        s.paint(stroke([at(0.16, 0.4), at(0.16, 0.62)], size * 0.014), ink)
        s.paint(
            [
                rounded(
                    [
                        (*at(-0.08, 0.1), 0),
                        (*at(-0.07, 0.44), size * 0.02),
                        (*at(0.21, 0.44), size * 0.02),
                        (*at(0.26, 0.1), 0),
                    ]
                )
            ],
            house_tone,
        )
        s.paint([[at(0.13, 0.43), at(0.216, 0.43), at(0.262, 0.1), at(0.13, 0.1)]], darker(house_tone, 0.08))
        s.paint([rrect(*min(at(-0.11, 0.475), at(0.25, 0.475)), size * 0.36, size * 0.04, size * 0.015)], hull)
        for u in (-0.04, 0.05, 0.14):
            s.paint(
                [rrect(*min(at(u, 0.395), at(u + 0.07, 0.395)), size * 0.07, size * 0.085, size * 0.012)], rgb("3b5a73")
            )
        s.paint([disc(*at(0.02, 0.23), 0.042 * size)], rgb("e2573f"))
        s.paint([disc(*at(0.02, 0.23), 0.022 * size)], house_tone)
        deck = curve(at(-0.5, 0.15), at(0.1, 0.09), at(0.56, 0.27), 16)
        bow = curve(at(0.56, 0.27), at(0.5, 0.08), at(0.42, -0.008), 8)
        shape = deck + bow + [at(-0.44, -0.008), at(-0.5, 0.05)]
        s.paint([shape], hull)
        s.paint(moved([shape], 0, size * 0.1), darker(hull, 0.2), clip=[shape])
        s.paint([deck + [(px, py + size * 0.032) for px, py in deck[::-1]]], lighter(hull, 0.78), clip=[shape])
        s.paint([[at(-0.5, 0.018), at(0.5, 0.018), at(0.5, -0.02), at(-0.5, -0.02)]], rgb("8e3b34"), clip=[shape])
        for u in (-0.3, -0.12, 0.06):
            s.paint([disc(*at(u, 0.06), 0.032 * size)], rgb("2c2d36"))
            s.paint([disc(*at(u, 0.06), 0.014 * size)], darker(hull, 0.3))


def rowboat(s, x, y, size, hull, face=1):
    def at(u, v):
        return (x + face * u * size, y - v * size)

    with s.thing("boat", "box"):
        s.paint(
            [curve(at(-0.5, 0.2), at(0, 0.06), at(0.52, 0.24), 14) + [at(0.4, 0.14), at(-0.44, 0.12)]],
            darker(hull, 0.4),
        )
        s.paint(stroke([at(0.02, 0.15), at(-0.3, 0.3)], size * 0.024), rgb("8a6040"))
        shape = curve(at(-0.5, 0.2), at(0, 0.08), at(0.52, 0.24), 16) + curve(
            at(0.52, 0.24), at(0.46, 0.04), at(0.3, -0.008), 8
        )
        shape += [at(-0.34, -0.008)] + curve(at(-0.34, -0.008), at(-0.47, 0.04), at(-0.5, 0.2), 6)
        s.paint([shape], hull)
        s.paint(moved([shape], 0, size * 0.09), darker(hull, 0.2), clip=[shape])
        deck = curve(at(-0.5, 0.2), at(0, 0.08), at(0.52, 0.24), 16)
        s.paint([deck + [(px, py + size * 0.03) for px, py in deck[::-1]]], lighter(hull, 0.7), clip=[shape])
        s.paint(stroke([at(-0.06, 0.15), at(0.26, 0.02)], size * 0.02), rgb("8a6040"), solid=False)


def afloat(s, draw, x, y, size, high=1.3, **mirror):
    """A boat, its reflection first."""
    s.mirror(y, x - size * 0.75, x + size * 0.75, y - size * high, draw, **mirror)
    s.paint([oval(x, y + size * 0.012, size * 0.47, size * 0.022)], (10, 40, 60), alpha=0.28, solid=False)
    draw()
    for u0, u1 in ((-0.52, -0.2), (0.05, 0.5)):
        s.paint(
            [rrect(x + u0 * size, y + size * 0.002, (u1 - u0) * size, size * 0.014, size * 0.007)],
            (255, 255, 255),
            alpha=0.6,
            solid=False,
        )


def ripples(s, y0, y1, n, ink, alpha=0.3, x0=0, x1=W, near=3.0, clip=None):
    """Short strokes that grow towards the viewer."""
    rng = s.rng
    for _ in range(n):
        t = rng.random() ** 1.25
        y = y0 + (y1 - y0) * t
        w = rng.uniform(14, 42) * (0.5 + near * t)
        x = rng.uniform(x0, x1)
        h = 1.2 + 2.6 * t
        s.paint([rrect(x - w / 2, y, w, h, h / 2)], ink, alpha=alpha, clip=clip, solid=False)


def glitter(s, x, y0, y1, n, ink, alpha, spread0, spread1):
    """The path of the sun on water."""
    rng = s.rng
    for i in range(n):
        t = (i + rng.random()) / n
        y = y0 + (y1 - y0) * t**1.3
        half = spread0 + (spread1 - spread0) * t
        w = half * rng.uniform(0.35, 1.0)
        h = 1.6 + 4.2 * t
        cx = x + rng.gauss(0, 1) * half * 0.35
        s.paint([rrect(cx - w / 2, y, w, h, h / 2)], ink, alpha=alpha * (1 - 0.55 * t), solid=False)


def lighthouse(s, x, y, h, band=rgb("cf4f43"), wall=rgb("fbf3e6"), dark=0.0, dusk=rgb("c98f86")):
    band, wall = mix(band, dusk, dark), mix(wall, dusk, dark)
    w = h * 0.2
    tower = [(x - w * 0.5, y), (x - w * 0.32, y - h * 0.76), (x + w * 0.32, y - h * 0.76), (x + w * 0.5, y)]
    s.paint([tower], wall)
    for k in (0.1, 0.42):
        s.paint([rect(x - w, y - h * (k + 0.17), 2 * w, h * 0.17)], band, clip=[tower])
    s.paint([rect(x + w * 0.08, y - h, w, h)], (30, 20, 50), alpha=0.13, clip=[tower])
    s.paint([rect(x - w * 0.46, y - h * 0.79, w * 0.92, h * 0.035)], darker(band, 0.4))
    s.paint([rect(x - w * 0.25, y - h * 0.91, w * 0.5, h * 0.12)], mix(rgb("ffe9a8"), dusk, dark * 0.3))
    s.paint([rect(x - w * 0.03, y - h * 0.91, w * 0.06, h * 0.12)], darker(band, 0.4))
    s.paint([[(x - w * 0.36, y - h * 0.9), (x, y - h), (x + w * 0.36, y - h * 0.9)]], band)


# ---------------------------------------------------------------- the pictures


def between(a, b, x, t):
    return a(x) * (1 - t) + b(x) * t


def meadow_sunny(s):
    """Noon in June: a pond, a farm on the hill, twelve sheep."""
    rng = s.rng
    s.sky((0, rgb("8ecbf0")), (300, rgb("c3e5f8")), (470, rgb("eaf6fb")))
    sun(s, 1270, 150, 58, rgb("fff6d6"), rgb("fff3c4"), 0.34)
    cloud(s, 330, 190, 330)
    cloud(s, 760, 120, 210, alpha=0.8)
    cloud(s, 1010, 262, 250, alpha=0.75)
    cloud(s, 1530, 300, 260, alpha=0.85)
    for x, y, r in ((560, 246, 15), (598, 226, 12), (622, 256, 10)):
        bird(s, x, y, r, rgb("5a7f9c"))
    far = ridge(s.land, 398, 34, 900)
    hill(s, far, rgb("a9cbd6"), rgb("bcdccf"), 350, 520)
    far2 = ridge(s.land, 440, 24, 1300)
    hill(s, far2, rgb("a2cba9"), rgb("b5d7a6"), 420, 560)
    hill1 = ridge(s.land, 498, 36, 1500, -60)
    shape1 = hill(s, hill1, rgb("95c681"), rgb("a9d284"), 460, 720, rgb("c5e4a0"))
    # ploughed strips on the far slope
    for k in range(5):
        x = 930 + 66 * k
        s.paint(
            [[(x, hill1(x)), (x + 34, hill1(x + 34)), (x - 90 + 20 * k, 720), (x - 160 + 20 * k, 720)]],
            rgb("86b973"),
            alpha=0.35,
            clip=[shape1],
        )
    for x, d, size in ((60, 26, 92), (112, 20, 108), (164, 30, 86), (1490, 22, 96), (1544, 30, 116)):
        tree(s, x, hill1(x) + d, size, "pine" if size < 100 else "oak", "pine" if size < 100 else "round", 1)
    m = Mood(rgb("6d8fa6"), rgb("fdfaf3"))
    house(
        s, 702, hill1(765) + 26, 128, 74, "side", rgb("f3e3c7"), rgb("b5573f"), m, cols=3, floors=1, door=rgb("50708c")
    )
    tree(s, 672, hill1(672) + 30, 128, "lime", "poplar", 1)
    tree(s, 872, hill1(872) + 34, 122, "oak", "round", 1)
    hill2 = ridge(s.land, 606, 30, 1250, 50)
    hill(s, hill2, rgb("7fb865"), rgb("8fc56b"), 570, 830, rgb("b1d97d"))
    fence(s, hill2, 1090, 1610, 34, rgb("c09a6c"), 8)
    for x, t, size, face, g in (
        (395, 0.36, 62, -1, True),
        (480, 0.55, 68, 1, False),
        (1172, 0.46, 64, 1, True),
        (1345, 0.5, 70, -1, False),
        (1432, 0.34, 58, -1, True),
    ):
        sheep(s, x, hill2(x) + 150 * t, size, face, g)
    tree(s, 992, hill2(992) + 40, 188, "lime", "round", 1)
    tree(s, 236, hill2(236) + 34, 238, "oak", "round", 1)
    hill3 = ridge(s.land, 742, 22, 1500, -40)
    shape3 = hill(s, hill3, rgb("67a64f"), rgb("549344"), 710, 1067, rgb("95cb63"))
    s.glow(420, 860, 620, 190, rgb("8cc658"), alpha=0.4, clip=[shape3])
    pond(s, 1105, 890, 330, 98)
    for _ in range(52):
        x, y = rng.uniform(0, W), rng.uniform(775, 1060)
        if ((x - 1105) / 380) ** 2 + ((y - 890) / 125) ** 2 > 1:
            tuft(s, x, y, 8 + (y - 760) * 0.035, rng.choice((rgb("7cba58"), rgb("4a8a3e"))))
    black = dict(wool=rgb("6b6167"), dim=rgb("4c444b"), skin=rgb("2a2328"))
    for x, y, size, face, g, extra in ((735, 812, 106, 1, False, {}), (118, 846, 118, 1, True, {}), (520, 868, 92, -1, False, black), (330, 920, 158, 1, False, {}),
                                       (612, 986, 168, -1, True, {}), (1502, 832, 104, -1, False, {}), (222, 1003, 110, -1, False, {})):  # fmt: skip
        sheep(s, x, y, size, face, g, **extra)
    for _ in range(26):
        x = rng.choice((rng.gauss(70, 70), rng.gauss(840, 90), rng.gauss(1500, 90)))
        flower(
            s,
            x,
            rng.uniform(1010, 1062),
            rng.uniform(5, 7.5),
            rng.choice((rgb("ffffff"), rgb("ffd3e2"), rgb("ffe98f"))),
            rgb("3f7d38"),
        )
    return ["meadow", "sunny"]


def pond(s, cx, cy, rx, ry):
    """Water with an islet in it: a mask with a hole, and reeds before it."""
    rng = s.rng
    shape = blob(rng, cx, cy, rx, ry, 0.06)
    grown = [(cx + (x - cx) * 1.045, cy + 6 + (y - cy) * 1.1) for x, y in shape]
    s.paint([grown], rgb("4a8040"), solid=False)
    s.paint([[(cx + (x - cx) * 1.02, cy + 1 + (y - cy) * 1.05) for x, y in shape]], rgb("a58a5e"), solid=False)
    with s.thing("pond", "mask"):
        s.paint(
            [shape],
            Gradient((cy - ry, rgb("a9dbee")), (cy + ry * 0.1, rgb("6fb4d6")), (cy + ry, rgb("4a93bd"))),
            solid=True,
        )
    s.paint(
        [shape], rgb("5f9d8c"), alpha=0.55, solid=False
    )  # the bank's reflection, as far as the water below covers it
    s.paint(
        moved([shape], 0, 15),
        Gradient((cy - ry, rgb("b4e0f0")), (cy + ry * 0.1, rgb("74b8d9")), (cy + ry, rgb("4a93bd"))),
        clip=[shape],
    )
    s.paint(
        [
            oval(cx + rx * 0.34, cy + ry * 0.36, rx * 0.34, ry * 0.12),
            oval(cx + rx * 0.2, cy + ry * 0.3, rx * 0.2, ry * 0.1),
        ],
        (255, 255, 255),
        alpha=0.3,
        clip=[shape],
        solid=False,
    )
    for u, v, w in (
        (-0.62, 0.1, 90),
        (-0.3, 0.5, 130),
        (0.05, 0.66, 90),
        (0.52, -0.1, 110),
        (0.1, -0.35, 70),
        (-0.5, -0.35, 60),
        (0.7, 0.3, 60),
    ):
        s.paint(
            [rrect(cx + rx * u - w / 2, cy + ry * v, w, 3.6, 1.8)],
            (255, 255, 255),
            alpha=0.55,
            clip=[shape],
            solid=False,
        )
    for u, v, r in ((0.55, 0.52, 17), (0.64, 0.6, 13), (0.46, 0.64, 12), (-0.72, 0.32, 13)):
        x, y = cx + rx * u, cy + ry * v
        s.paint([oval(x, y, r, r * 0.42)], rgb("5fa05a"), solid=False)
        s.paint([[(x, y), (x + r * 1.1, y - r * 0.3), (x + r * 1.1, y + r * 0.1)]], rgb("5fa5c8"), solid=False)
    # the islet
    ix, iy = cx - rx * 0.22, cy - ry * 0.06
    s.paint([oval(ix, iy + 9, 64, 14)], rgb("3f7d94"), alpha=0.5, solid=False)
    s.paint([oval(ix, iy, 60, 15)], rgb("8a744e"))
    s.paint([oval(ix, iy - 4, 58, 13)], rgb("79b455"))
    for k in range(9):
        tuft(s, ix - 42 + 10 * k, iy - 3 + (k % 3), 17, rgb("4f9044"))
    # reeds at both ends
    for x0, y0, n in ((cx - rx * 0.93, cy + ry * 0.42, 9), (cx + rx * 0.9, cy + ry * 0.5, 8)):
        for k in range(n):
            x = x0 + 9 * k - 36 + rng.uniform(-3, 3)
            y = y0 + rng.uniform(-2, 8)
            top = rng.uniform(58, 96)
            lean = rng.uniform(-10, 12)
            s.paint(
                stroke(curve((x, y), (x, y - top * 0.6), (x + lean, y - top), 6), 4.4),
                rng.choice((rgb("4e8a45"), rgb("6ba653"))),
            )
            if k % 2:
                s.paint(stroke([(x + lean, y - top), (x + lean * 1.1, y - top - 20)], 8.4), rgb("7a5334"))


def meadow_overcast(s):
    """A grey morning on the northern hills."""
    rng = s.rng
    s.sky((0, rgb("b9c4d1")), (300, rgb("d3dae1")), (480, rgb("e9ebea")))
    for x, y, size, tone, shade in (
        (1010, 262, 560, "d9dfe5", "cfd6dd"), (90, 276, 520, "d9dfe5", "d0d7de"), (1500, 236, 520, "d6dce3", "c9d1d9"),
        (560, 214, 620, "d3dae1", "c3ccd6"), (1250, 150, 640, "cdd5dd", "bcc6d1"), (150, 128, 600, "ccd4dd", "bac4cf"), (790, 96, 560, "c6ced8", "b4bfcb"),
    ):  # fmt: skip
        cloud(s, x, y, size, rgb(tone), rgb(shade), 1)
    peaks = ridge(s.land, 330, 66, 760)
    hill(s, peaks, rgb("a9b8c4"), rgb("ccd6da"), 250, 470)
    l0 = ridge(s.land, 420, 40, 1000)
    hill(s, l0, rgb("9fb3b1"), rgb("bccbc4"), 380, 540)
    l1 = ridge(s.land, 486, 38, 1350, -50)
    hill(s, l1, rgb("8ba896"), rgb("a3bba2"), 450, 690, rgb("b5cab2"))
    for x, d, size in ((76, 26, 128), (140, 34, 156), (204, 26, 122), (268, 40, 104)):
        tree(s, x, l1(x) + d, size, "pine", "pine", 1, 0.14)
    l2 = ridge(s.land, 590, 32, 1200, 70)
    hill(s, l2, rgb("7a9c80"), rgb("8dab89"), 560, 830, rgb("a3bf9a"))
    # a dry-stone wall along the slope
    for i in range(64):
        x = 560 + 17 * i
        y = l2(x) + 30
        s.paint(
            [rrect(x - 9, y - 13 - 3 * (i % 3 == 0), 17.5, 15, 5)],
            rng.choice((rgb("a7abab"), rgb("979c9d"), rgb("b5b8b6"))),
            solid=False,
        )
        s.paint([rrect(x - 9 + 7, y - 1, 18, 12, 4)], rng.choice((rgb("8d9394"), rgb("9da2a2"))), solid=False)
    for x, t, size, face, g in (
        (620, 0.55, 64, 1, True),
        (730, 0.62, 66, -1, False),
        (1080, 0.56, 62, 1, True),
        (1190, 0.66, 70, 1, False),
        (350, 0.5, 62, -1, True),
        (1500, 0.52, 64, -1, True),
    ):
        sheep(s, x, l2(x) + 150 * t, size, face, g, rgb("eeece6"), rgb("c8c6c8"), shade=0.14)
    tree(s, 1355, l2(1355) + 60, 262, "grey", "round", -1, 0.14)
    tree(s, 462, l2(462) + 44, 206, "grey", "round", -1, 0.14)
    l3 = ridge(s.land, 748, 26, 1400, -60)
    shape = hill(s, l3, rgb("64896a"), rgb("527657"), 710, 1067, rgb("8fb086"))
    path = curve((760, 1084), (900, 950), (735, 872), 20) + curve((735, 872), (590, 806), (664, l3(664) - 4), 16)[1:]
    wide = [(x, y, 6 + max(0.0, y - 760) * 0.16) for x, y in path]
    s.paint(
        [[(x - w, y) for x, y, w in wide] + [(x + w, y) for x, y, w in wide[::-1]]],
        rgb("b7b49a"),
        clip=[shape],
        solid=False,
    )
    for _ in range(60):
        x, y = rng.uniform(0, W), rng.uniform(800, 1060)
        if not 600 < x < 910:
            tuft(s, x, y, 8 + (y - 760) * 0.035, rng.choice((rgb("7c9f78"), rgb("46694d"))))
    for x, y, size, face, g in (
        (1010, 836, 112, -1, False),
        (188, 850, 118, 1, True),
        (1448, 880, 128, -1, True),
        (392, 930, 150, 1, False),
        (1180, 968, 172, 1, False),
        (1275, 1000, 108, -1, True),
    ):
        sheep(s, x, y, size, face, g, rgb("eeece6"), rgb("c8c6c8"), shade=0.18)
    fence(s, lambda x: 1052 + 8 * math.sin(x / 160), -20, 640, 84, rgb("8d7b68"))
    return ["meadow", "overcast"]


def meadow_autumn(s):
    """Low sun in October."""
    rng = s.rng
    s.sky((0, rgb("f0b77a")), (220, rgb("f8cf97")), (470, rgb("fdebc4")))
    s.glow(380, 330, 620, 420, rgb("fff2c9"), alpha=0.8, power=1.5)
    sun(s, 380, 330, 66, rgb("fffbe6"), rgb("fff0b8"), 0.3)
    for x, y, size in ((950, 150, 380), (1350, 230, 300), (690, 246, 220), (130, 130, 260)):
        cloud(s, x, y, size, rgb("fff1d6"), rgb("f6c596"), 0.7)
    for x, y, r in ((1090, 330, 15), (1128, 312, 13), (1162, 300, 11), (1060, 312, 12), (1030, 298, 10)):
        bird(s, x, y, r, rgb("8d5b45"))
    p = ridge(s.land, 386, 50, 900)
    hill(s, p, rgb("d9a58b"), rgb("edc9a2"), 330, 520)
    l0 = ridge(s.land, 450, 34, 1150)
    hill(s, l0, rgb("c99a6c"), rgb("ddb47c"), 420, 590)
    l1 = ridge(s.land, 514, 40, 1300, 60)
    hill(s, l1, rgb("b98b4d"), rgb("cfa35a"), 470, 720, rgb("e8c578"))
    for x, d, size, leaf, kind in (
        (840, 22, 120, "rust", "round"),
        (905, 30, 96, "gold", "round"),
        (1430, 26, 138, "gold", "poplar"),
        (1472, 30, 122, "rust", "poplar"),
        (1512, 30, 130, "gold", "poplar"),
        (344, 26, 108, "wine", "round"),
    ):
        tree(s, x, l1(x) + d, size, leaf, kind, -1)
    l2 = ridge(s.land, 622, 34, 1250, -50)
    hill(s, l2, rgb("a08a3e"), rgb("b39a45"), 580, 840, rgb("dcbb5c"))
    cream = dict(wool=rgb("fbeed6"), dim=rgb("d9b99b"), skin=rgb("463036"))
    for x, t, size, face, g in ((560, 0.5, 70, 1, True), (1010, 0.55, 66, -1, False), (1210, 0.5, 70, -1, True)):
        sheep(s, x, l2(x) + 150 * t, size, face, g, **cream)
    fence(s, l2, -20, 470, 38, rgb("8c6238"), 12)
    tree(s, 1335, l2(1335) + 60, 300, "rust", "round", -1)
    tree(s, 700, l2(700) + 46, 190, "gold", "round", -1)
    l3 = ridge(s.land, 778, 24, 1500, 50)
    shape = hill(s, l3, rgb("7f7d3a"), rgb("5f6a33"), 740, 1067, rgb("c3ac4e"))
    s.glow(330, 860, 620, 190, rgb("d4b34f"), alpha=0.45, clip=[shape])
    tree(s, 130, 902, 400, "wine", "round", 1)
    for _ in range(70):
        x, y = rng.uniform(0, W), rng.uniform(806, 1060)
        tuft(s, x, y, 8 + (y - 780) * 0.035, rng.choice((rgb("a8964a"), rgb("5a6431"))))
    for _ in range(46):
        x, y = rng.gauss(150, 130), rng.uniform(880, 1010)
        s.paint(
            [oval(x, y, 7, 3.2, rng.uniform(-0.6, 0.6))],
            rng.choice((rgb("c4573f"), rgb("e2934a"), rgb("a63f3c"))),
            solid=False,
        )
    for x, y, size, face, g in (
        (860, 868, 122, 1, False),
        (1220, 900, 140, -1, True),
        (560, 940, 150, -1, False),
        (985, 990, 176, 1, True),
        (1470, 962, 112, -1, False),
    ):
        sheep(s, x, y, size, face, g, **cream)
    return None


def harbour_sunset(s):
    """The bay in the evening."""
    sea = 472
    s.sky((0, rgb("e9a183")), (170, rgb("f5bf95")), (360, rgb("fbdcb0")), (sea, rgb("fdeccb")))
    s.glow(1130, 330, 640, 420, rgb("fff0c6"), alpha=0.8, power=1.6)
    sun(s, 1130, 334, 72, rgb("fffae6"), rgb("fff1c2"), 0.3)
    for x, y, w, a in (
        (300, 150, 520, 0.5),
        (520, 188, 300, 0.45),
        (1330, 120, 420, 0.45),
        (860, 232, 360, 0.4),
        (1480, 212, 300, 0.45),
        (140, 268, 320, 0.35),
    ):
        s.paint(
            [
                rrect(x - w / 2, y, w, 17, 8.5),
                rrect(x - w * 0.3, y - 14, w * 0.5, 16, 8),
                rrect(x - w * 0.2, y + 14, w * 0.62, 12, 6),
            ],
            rgb("fdeedb"),
            alpha=a,
            solid=False,
        )
    for x, y, r in ((690, 150, 16), (735, 128, 13), (772, 160, 11)):
        bird(s, x, y, r, rgb("a9665a"))
    p = ridge(s.land, 404, 26, 800, 40)
    s.paint([along(p) + [(W + 20, sea), (-20, sea)]], Gradient((370, rgb("d99a86")), (sea, rgb("e9b898"))), solid=False)

    def head(x):
        return 376 + 96 * max(0.0, (x - 40) / 640) ** 1.7 + 9 * math.sin(x / 74)

    s.paint(
        [along(head, -20, 660) + [(660, sea), (-20, sea)]],
        Gradient((370, rgb("b5776f")), (sea, rgb("c78d7c"))),
        solid=False,
    )
    lighthouse(s, 262, head(262) + 10, 176, dark=0.12)
    for x, size in ((84, 44), (128, 34), (398, 30)):
        s.paint(
            [
                disc(x, head(x) - size * 0.3, size * 0.5),
                disc(x + size * 0.4, head(x) - size * 0.12, size * 0.36),
                disc(x - size * 0.42, head(x) - size * 0.1, size * 0.34),
            ],
            rgb("965f60"),
            solid=False,
        )
    s.paint(
        [rect(-5, sea, W + 10, H - sea)],
        Gradient((sea, rgb("f0bd97")), (sea + 60, rgb("c79c92")), (sea + 210, rgb("7a8f9d")), (H, rgb("33607d"))),
        solid=False,
    )
    s.paint(
        [along(lambda x: sea + (sea - head(x)) * 0.42, -20, 660) + [(660, sea), (-20, sea)]],
        rgb("9c6a6c"),
        alpha=0.42,
        solid=False,
    )
    s.paint([rect(-5, sea - 1.5, W + 10, 3)], rgb("fff0d2"), alpha=0.6, solid=False)
    ripples(s, sea + 8, H - 16, 60, rgb("ffe9cc"), 0.26)
    ripples(s, sea + 30, H - 10, 34, rgb("2c4f70"), 0.16)
    glitter(s, 1130, sea + 2, H - 30, 58, rgb("fff3cf"), 0.8, 120, 250)
    fleet = (
        (742, 520, 86, rgb("5a6f86"), 1, None, rgb("d9483b")),
        (1420, 540, 104, rgb("a5493f"), -1, None, rgb("f3c95a")),
        (520, 640, 196, rgb("2f4f66"), 1, rgb("d98a4b"), rgb("d9483b")),
        (1270, 736, 250, rgb("c2503c"), -1, None, rgb("2f6f8f")),
        (820, 862, 330, rgb("e3b04b"), 1, rgb("3f7f93"), rgb("d9483b")),
    )
    for x, y, size, hull, face, stripe, flag in fleet:
        far = max(0.0, (640 - y) / 240)
        afloat(
            s,
            lambda: sailboat(s, x, y, size, hull, face=face, stripe=stripe, flag=flag, dim=far),
            x,
            y,
            size,
            squash=0.55,
            alpha=0.55,
            wave=size * 0.02,
        )
    x, y, size = 250, 790, 250
    afloat(s, lambda: trawler(s, x, y, size, rgb("2f7f8a"), 1), x, y, size, high=0.8, squash=0.6, alpha=0.55, wave=5)
    x, y, size = 1490, 880, 176
    afloat(s, lambda: rowboat(s, x, y, size, rgb("b9583f"), -1), x, y, size, high=0.4, squash=0.7, alpha=0.5, wave=4)
    # a jetty in the corner
    wood = rgb("5a4450")
    for px, top in ((60, 905), (214, 924), (376, 944)):
        s.paint([rect(px - 15, top, 30, H - top + 8)], wood, solid=False)
        s.paint([rect(px + 3, top, 12, H - top + 8)], darker(wood, 0.25), solid=False)
        s.paint([oval(px, top, 17, 6)], lighter(wood, 0.25), solid=False)
    s.paint([[(-10, 984), (470, 1012), (500, 1040), (-10, 1018)]], rgb("8a6a63"), solid=False)
    s.paint([[(-10, 1018), (500, 1040), (500, 1054), (-10, 1034)]], rgb("4a3947"), solid=False)
    for k in range(10):
        x = 30 + 46 * k
        s.paint(stroke([(x, 986 + x * 0.058), (x + 8, 1019 + x * 0.044)], 2.2), rgb("6b515a"), solid=False)
    return ["harbour", "sunset"]


def harbour_quay(s):
    """A morning at the quay in few, flat colours (this one is the PNG)."""
    rng = s.rng
    sea = 560
    bands = ("7cc4d4", "8ccdd8", "9dd6dc", "b0dfe0", "c4e8e3", "d9f0e6")
    s.paint([rect(-5, -5, W + 10, H + 10)], rgb(bands[0]), solid=False)
    for k, tone in enumerate(bands[1:]):
        s.paint([disc(1180, 300, 900 - 165 * k)], rgb(tone), solid=False)
    s.paint([disc(1180, 300, 78)], rgb("fffbe8"), solid=False)
    for x, y, w in ((250, 170, 300), (700, 110, 220), (1450, 150, 260), (520, 300, 200)):
        s.paint(
            [
                rrect(x - w / 2, y, w, 34, 17),
                disc(x - w * 0.14, y - 4, 38),
                disc(x + w * 0.1, y - 2, 28),
                disc(x + w * 0.22, y + 8, 20),
            ],
            rgb("f7fcf8"),
            solid=False,
        )
    p = ridge(s.land, 428, 30, 900)
    s.paint([along(p) + [(W + 20, sea), (-20, sea)]], rgb("8fc0bd"), solid=False)
    p2 = ridge(s.land, 476, 22, 620)
    s.paint([along(p2) + [(W + 20, sea), (-20, sea)]], rgb("6fa79c"), solid=False)
    m = Mood(rgb("3f5f78"), rgb("fbf7ec"))
    row = (
        (16, 128, 168, "gable", "e9b44c", "8c4a3a", 2, 3),
        (156, 140, 206, "stepped", "c8553d", "6b3a35", 3, 4),
        (306, 122, 176, "gable", "f1e3c6", "4a5f73", 2, 3),
        (440, 156, 190, "side", "5c94a8", "75423a", 3, 3),
        (612, 126, 214, "stepped", "e08f5a", "6b3a35", 2, 4),
        (750, 132, 162, "gable", "86ad7c", "7a4038", 2, 3),
    )
    quay = sea + 10
    tree(s, 912, quay, 118, "oak", "round", 1, 0)

    def front():
        for x, w, h, kind, wall, roof, cols, floors in row:
            house(
                s, x, quay, w, h, kind, rgb(wall), rgb(roof), m, cols=cols, floors=floors, door=rgb(roof), panes=(2, 2)
            )

    s.paint([rect(-5, sea, W + 10, H - sea)], rgb("5aa3b5"), solid=False)
    for y, tone in ((620, "4f98ad"), (720, "468ca3"), (840, "3d7f98"), (960, "35728c")):
        line = ridge(s.land, y, 7, 420)
        s.paint([below(line)], rgb(tone), solid=False)
    front()
    s.paint([rect(-5, quay, 985, 30), [(980, quay), (1010, quay + 30), (980, quay + 30)]], rgb("b9aa92"), solid=False)
    s.paint([rect(-5, quay + 12, 992, 18)], rgb("8d8374"), solid=False)
    for x in range(30, 980, 94):
        s.paint([rrect(x, quay - 4, 15, 18, 5)], rgb("4d4a52"), solid=False)
        if x < 900:
            s.paint([disc(x + 54, quay + 25, 9)], rgb("3a3a44"), solid=False)
    # the houses on the water: one flat tone each, in waves
    for x, w, _, _, wall, *_ in row:
        for k in range(9):
            y = quay + 36 + k * 17
            u = (1 - k / 10) * w
            s.paint(
                [rrect(x + (w - u) / 2 + rng.uniform(-12, 12), y, u, 7 - k * 0.4, 3)],
                mix(rgb(wall), rgb("4f98ad"), 0.45 + 0.03 * k),
                solid=False,
            )
    # the mole with its light
    s.paint(
        [[(1330, quay + 26), (1360, quay - 8), (W + 10, quay - 8), (W + 10, quay + 26)]], rgb("7d8078"), solid=False
    )
    s.paint(
        [[(1330, quay + 26), (1342, quay + 12), (W + 10, quay + 12), (W + 10, quay + 26)]], rgb("626860"), solid=False
    )
    lighthouse(s, 1432, quay - 6, 232)
    for k in range(12):
        y = quay + 34 + 15 * k
        u = 46 - 2 * k
        s.paint(
            [rrect(1432 - u / 2 + rng.uniform(-9, 9), y, u, 6, 3)],
            rgb("dfe9e2") if k % 3 else rgb("cf7468"),
            solid=False,
        )
    for _ in range(70):
        t = rng.random() ** 1.2
        y, w = 640 + 410 * t, rng.uniform(26, 70) * (0.6 + 1.6 * t)
        s.paint(
            [rrect(rng.uniform(-20, W), y, w, 3 + 2.6 * t, 2)],
            rng.choice((rgb("7fbcc8"), rgb("a9d5d8"), rgb("2f6780"))),
            solid=False,
        )

    def flat_mirror(x, y, size, hull, tall):
        # sail and hull as slices
        for k in range(13):
            t = k / 12
            yy = y + size * (0.03 + 0.62 * t * tall)
            u = size * (0.86 - 0.1 * k if k < 3 else 0.5 * (1 - t) + 0.05)
            if k > 2 and tall < 0.3:
                break
            tone = darker(hull, 0.15) if k < 3 else rgb("cfe2dd")
            s.paint(
                [rrect(x - u / 2 + rng.uniform(-0.05, 0.05) * size, yy, u, size * 0.026, size * 0.013)],
                tone,
                solid=False,
            )

    for kind, x, y, size, hull, face, stripe in (
        ("sail", 1130, 640, 150, "a8463a", 1, None),
        ("trawler", 300, 716, 270, "2f7f8a", 1, None),
        ("sail", 1345, 800, 246, "2b4a63", -1, "e08f5a"),
        ("sail", 729, 850, 290, "d1553d", 1, "3f7f93"),
        ("row", 1085, 958, 190, "e0a63f", -1, None),
        ("row", 430, 990, 220, "7d4a3a", 1, None),
    ):
        hull = rgb(hull)
        flat_mirror(x, y, size, hull, 1.0 if kind == "sail" else 0.55 if kind == "trawler" else 0.25)
        if kind == "sail":
            sailboat(s, x, y, size, hull, face=face, stripe=stripe and rgb(stripe))
        elif kind == "trawler":
            trawler(s, x, y, size, hull, face)
        else:
            rowboat(s, x, y, size, hull, face)
        s.paint([rrect(x - size * 0.5, y, size * 0.98, size * 0.016, size * 0.008)], rgb("e6f2ee"), solid=False)
    for x, y, r in ((1040, 214, 17), (1010, 246, 13), (930, 190, 12)):
        bird(s, x, y, r, rgb("4c7f8c"))
    return ["harbour", "sunny"]


ROAD = 838


def street_ground(s, walk, kerb, road, far=752):
    """The pavement from `far`, its kerb, and the road to the bottom."""
    s.paint(
        [rect(-5, far, W + 10, ROAD - far)],
        Gradient((far, darker(walk, 0.12)), (far + 16, walk), (ROAD, walk)),
        solid=False,
    )
    for k in range(22):
        x = -60 + 80 * k
        s.paint(
            [[(x + 20, far), (x + 23, far), (x + 3, ROAD - 12), (x - 1, ROAD - 12)]],
            darker(walk, 0.3),
            alpha=0.25,
            solid=False,
        )
    s.paint([rect(-5, far + 36, W + 10, 2)], darker(walk, 0.3), alpha=0.25, solid=False)
    s.paint([rect(-5, ROAD - 13, W + 10, 14)], kerb, solid=False)
    s.paint(
        [rect(-5, ROAD, W + 10, H - ROAD)],
        Gradient((ROAD, darker(road, 0.2)), (ROAD + 22, road), (H, darker(road, 0.08))),
        solid=False,
    )


def dashes(s, y, ink, alpha=1.0, w=92, gap=74, h=9, off=-30):
    x = off
    while x < W:
        s.paint([[(x + 8, y), (x + w + 8, y), (x + w, y + h), (x, y + h)]], ink, alpha=alpha, solid=False)
        x += w + gap


def skyline(s, base, tone, low, high, lit=None):
    x = -20
    while x < W:
        w, h = s.rng.uniform(60, 130), s.rng.uniform(low, high)
        s.paint([rect(x, base - h, w, h)], tone, solid=False)
        if s.rng.random() < 0.4:
            s.paint([rect(x + w * 0.3, base - h - 34, 5, 36)], tone, solid=False)
        if lit:
            for _ in range(9):
                s.paint(
                    [
                        rect(
                            x + 8 + s.rng.randrange(0, max(1, int(w - 20)) // 13) * 13,
                            base - h + 12 + s.rng.randrange(0, int(h - 30) // 18) * 18,
                            6,
                            9,
                        )
                    ],
                    lit,
                    alpha=0.55,
                    solid=False,
                )
        x += w


def hedge(s, x, base, w, h, tones):
    dark, mid, _ = tones
    shape = [rrect(x, base - h, w, h, h * 0.3)] + [
        disc(x + h * 0.4 + (w - h * 0.8) * i / 6, base - h * 0.8, h * 0.36) for i in range(7)
    ]
    s.paint(shape, dark)
    s.paint(moved(shape, -4, -h * 0.2), mid, clip=shape)


def street_day(s):
    base = 762
    s.sky((0, rgb("7db7e8")), (420, rgb("bfe0f5")), (700, rgb("e8f4f8")))
    sun(s, 236, 140, 54, rgb("fff8dc"), rgb("fff6cf"), 0.3)
    cloud(s, 560, 150, 300)
    cloud(s, 1010, 110, 240, alpha=0.85)
    cloud(s, 1440, 176, 300, alpha=0.9)
    skyline(s, base, rgb("a9c6dc"), 300, 470)
    m = Mood(rgb("567a96"), rgb("fdf9ef"))
    tones = LEAVES["lime"]
    street_ground(s, rgb("d5cfc4"), rgb("efeae0"), rgb("5f626c"))
    hedge(s, 726, base + 4, 178, 44, tones)
    house(s, -60, base, 214, 380, "flat", rgb("c9a68c"), rgb("7a5a4a"), m, cols=3, floors=5)
    house(
        s,
        166,
        base,
        210,
        318,
        "gable",
        rgb("f0d9a8"),
        rgb("b5543f"),
        m,
        cols=3,
        floors=4,
        shop=rgb("3f8f86"),
        chim=0.74,
    )
    house(s, 396, base, 226, 400, "mansard", rgb("e7e2d8"), rgb("566579"), m, cols=3, floors=5, door=rgb("2f5d73"))
    house(s, 640, base, 118, 300, "stepped", rgb("b9573f"), rgb("8a3c31"), m, cols=2, floors=4, door=rgb("31506a"))
    house(s, 876, base, 196, 346, "stepped", rgb("7f9fae"), rgb("7a4a3f"), m, cols=3, floors=4, shop=rgb("c9503f"))
    house(
        s,
        1090,
        base,
        242,
        286,
        "side",
        rgb("e6b488"),
        rgb("8f4338"),
        m,
        cols=4,
        floors=3,
        door=rgb("3f6b52"),
        chim=0.76,
    )
    house(s, 1356, base, 206, 412, "flat", rgb("9aa7b4"), rgb("5d6a78"), m, cols=3, floors=5, shop=rgb("d79a3a"))
    house(s, 1580, base, 160, 336, "gable", rgb("dcc3a0"), rgb("a04b3a"), m, cols=2, floors=4)
    tree(s, 818, base + 26, 268, "lime", "round", -1)
    tree(s, 1344, base + 30, 214, "oak", "round", -1)
    for x in (157, 632, 1082):
        lamp(s, x, base + 52, 236, m)
    s.paint(
        [
            rrect(430, base + 16, 120, 9, 3),
            rrect(430, base + 30, 120, 8, 3),
            rect(442, base + 38, 7, 22),
            rect(531, base + 38, 7, 22),
        ],
        rgb("8b5f3f"),
        solid=False,
    )
    dashes(s, 940, rgb("f3efe4"))
    s.paint([rect(-5, 1052, W + 10, 20)], rgb("e2dccf"), solid=False)
    for x, y, size, face, tone, kind in (
        (330, 916, 236, -1, "d9a23b", "hatch"), (905, 918, 262, -1, "3f8f86", "van"), (1420, 916, 250, -1, "c5473c", "saloon"),
        (130, 1036, 292, 1, "2f6c9c", "saloon"), (690, 1038, 270, 1, "e6e4de", "hatch"), (1210, 1036, 296, 1, "4f7a4a", "saloon"),
    ):  # fmt: skip
        car(s, x, y, size, face, rgb(tone), kind)
    return ["street", "sunny"]


def street_night(s):
    rng = s.rng
    base = 762
    s.sky((0, rgb("0f1736")), (360, rgb("232a5a")), (640, rgb("4a3f72")), (760, rgb("6d4f7c")))
    for _ in range(120):
        x, y = rng.uniform(0, W), rng.uniform(0, 420)
        s.paint(
            [disc(x, y, rng.choice((1.2, 1.2, 1.6, 2.2)))], rgb("e9ecff"), alpha=rng.uniform(0.35, 0.95), solid=False
        )
    s.glow(1290, 150, 260, 260, rgb("dfe3ff"), alpha=0.45, power=2)
    s.paint([disc(1290, 150, 56)], rgb("f7f3dc"), solid=False)
    for dx, dy, r in ((-16, -14, 12), (18, 8, 9), (-6, 22, 7), (20, -24, 6)):
        s.paint([disc(1290 + dx, 150 + dy, r)], rgb("e2dcc2"), solid=False)
    for x, y, w in ((980, 214, 300), (1420, 236, 340), (260, 150, 360)):
        s.paint(
            [rrect(x - w / 2, y, w, 15, 7.5), rrect(x - w * 0.25, y - 12, w * 0.5, 14, 7)],
            rgb("39407a"),
            alpha=0.7,
            solid=False,
        )
    skyline(s, base, rgb("2c2f5f"), 300, 480, rgb("ffd27a"))
    m = Mood(rgb("2b3a63"), rgb("cfcbd2"), lit=0.52, dim=0.6)
    street_ground(s, rgb("494b70"), rgb("62638a"), rgb("262a45"))
    house(s, -40, base, 206, 330, "gable", rgb("c98f6c"), rgb("8a4438"), m, cols=3, floors=4, door=rgb("3a6a80"))
    house(s, 186, base, 226, 420, "mansard", rgb("d8d0c8"), rgb("556482"), m, cols=3, floors=5, shop=rgb("d9573f"))
    house(s, 430, base, 176, 320, "stepped", rgb("b5533f"), rgb("7a3a33"), m, cols=3, floors=4, door=rgb("2f5d73"))
    house(s, 624, base, 216, 384, "flat", rgb("9aa9bd"), rgb("5d6a78"), m, cols=3, floors=5, shop=rgb("3f9f96"))
    hedge(s, 850, base + 4, 150, 42, LEAVES["night"])
    house(
        s, 998, base, 236, 286, "side", rgb("d8a67a"), rgb("8f4338"), m, cols=4, floors=3, door=rgb("7a2f3a"), chim=0.78
    )
    house(
        s,
        1252,
        base,
        184,
        350,
        "gable",
        rgb("7f9a8c"),
        rgb("5a4a58"),
        m,
        cols=3,
        floors=4,
        shop=rgb("e0a63f"),
        chim=0.16,
    )
    house(s, 1456, base, 210, 410, "mansard", rgb("c7b29a"), rgb("6b4a55"), m, cols=3, floors=5)
    tree(s, 918, base + 26, 272, "night", "round", 1, bark=rgb("2c2636"))
    ground = [rect(-5, base - 2, W + 10, H)]
    for x in (176, 616, 1243):
        s.glow(x, base + 50, 230, 54, rgb("ffcf7c"), alpha=0.55, power=1.6, clip=ground)
        lamp(s, x, base + 52, 250, m, night=True, ink=rgb("1d2140"))
        s.glow(x, 940, 64, 150, rgb("ffc76e"), alpha=0.32, power=1.5, clip=[rect(-5, ROAD, W + 10, H)])
    for x, w in ((300, 170), (735, 160), (1340, 140)):
        s.glow(x, base + 26, w, 60, rgb("ffca70"), alpha=0.32, power=1.5, clip=ground)
    dashes(s, 940, rgb("b9bcd8"), 0.8)
    s.paint([rect(-5, 1052, W + 10, 20)], rgb("3b3d60"), solid=False)
    ripples(s, ROAD + 14, 1046, 24, rgb("ffd48a"), 0.13, near=1.6)
    for x, y, size, face, tone, kind in (
        (470, 916, 248, -1, "d04a3f", "saloon"), (1120, 918, 240, -1, "e0b04a", "hatch"),
        (240, 1036, 286, 1, "3f86b5", "hatch"), (850, 1038, 296, 1, "8fa3b8", "saloon"), (1530, 1038, 300, 1, "4f9a7a", "van"),
    ):  # fmt: skip
        car(s, x, y, size, face, rgb(tone), kind, night=True, dim=0.28)
    return ["street", "night"]


def street_winter(s):
    rng = s.rng
    base = 762
    s.sky((0, rgb("b4c3d8")), (420, rgb("d6dfe9")), (700, rgb("f1ece8")))
    for x, y, size, tone, shade in (
        (1040, 176, 560, "d3dce7", "c5d0de"), (300, 196, 560, "d6dee8", "c8d2df"), (1500, 110, 520, "cdd7e3", "bfcbda"), (660, 92, 600, "cad4e1", "bac6d7"), (60, 74, 460, "c6d1df", "b6c3d4"),
    ):  # fmt: skip
        cloud(s, x, y, size, rgb(tone), rgb(shade), 1)
    skyline(s, base, rgb("bccbdb"), 290, 470)
    m = Mood(rgb("5c748e"), rgb("f8f6f2"), lit=0.16, snow=True, dim=0.06, dusk=rgb("9fb2c8"))
    street_ground(s, rgb("e9eff5"), rgb("cfd9e3"), rgb("8b94a3"))
    house(s, -70, base, 230, 330, "side", rgb("d99a72"), rgb("8a4a40"), m, cols=4, floors=4)
    house(s, 182, base, 190, 372, "stepped", rgb("c25a44"), rgb("7a3a33"), m, cols=3, floors=4, shop=rgb("4a8a78"))
    house(s, 392, base, 214, 300, "gable", rgb("e8cf9a"), rgb("7a5a50"), m, cols=3, floors=4, door=rgb("8f3a3a"))
    hedge(s, 620, base + 4, 170, 42, LEAVES["snow"])
    house(s, 786, base, 232, 404, "mansard", rgb("dcd6cf"), rgb("6a7a90"), m, cols=3, floors=5, shop=rgb("c9503f"))
    house(s, 1036, base, 196, 316, "gable", rgb("8aa6b4"), rgb("6a4a44"), m, cols=3, floors=4, chim=0.16)
    house(s, 1252, base, 208, 384, "flat", rgb("b5a08c"), rgb("6a5a4a"), m, cols=3, floors=5, door=rgb("2f5d73"))
    house(s, 1478, base, 190, 310, "stepped", rgb("7f8fa0"), rgb("6a4a44"), m, cols=3, floors=4, shop=rgb("d79a3a"))
    tree(s, 702, base + 28, 270, "snow", "round", -1, bark=rgb("5b4d4b"))
    tree(s, 1026, base + 30, 176, "snow", "pine", -1, bark=rgb("5b4d4b"))
    for x in (170, 382, 1242):
        lamp(s, x, base + 52, 236, m)
    for y, h in ((888, 5), (934, 16), (1006, 6)):
        line = ridge(s.land, y, 1.6, 700)
        s.paint([along(line) + along(line, dy=h)[::-1]], rgb("eef3f8"), alpha=0.85, solid=False)
    line = ridge(s.land, ROAD - 8, 4, 160)
    s.paint([along(line) + [(W + 20, ROAD + 16), (-20, ROAD + 16)]], rgb("f6fafd"), solid=False)
    line = ridge(s.land, 1050, 5, 240)
    s.paint([below(line)], rgb("f3f8fc"), solid=False)
    for x, y, size, face, tone, kind in (
        (360, 918, 240, -1, "3f7fa8", "hatch"), (1130, 918, 250, -1, "c5473c", "saloon"),
        (690, 1036, 286, 1, "d9a23b", "hatch"), (1400, 1038, 300, 1, "56806a", "van"),
    ):  # fmt: skip
        car(s, x, y, size, face, rgb(tone), kind, snow=True)
    for _ in range(120):
        x, y = rng.uniform(0, W), rng.uniform(0, H)
        s.paint([disc(x, y, rng.choice((1.8, 2.4, 3.2, 4.4)))], (255, 255, 255), alpha=0.88, solid=False)
    return None


# name, seed, drawing, and how it is saved: colours = a palette of so many; lossless for WebP without loss
PICTURES = (
    ("meadow_01.jpg", 11, meadow_sunny, {}),
    ("harbour_02.jpg", 22, harbour_sunset, {}),
    ("street_03.webp", 33, street_day, {"lossless": True}),
    ("meadow_04.jpg", 44, meadow_overcast, {}),
    ("street_05.webp", 55, street_night, {}),
    ("harbour_06.png", 66, harbour_quay, {"colours": 128}),
    ("meadow_07.webp", 77, meadow_autumn, {}),
    ("street_08.webp", 88, street_winter, {"colours": 256, "lossless": True}),
)

CATEGORIES = (
    ("sheep", "animal"), ("tree", "plant"), ("boat", "vehicle"), ("sail", "part"),
    ("car", "vehicle"), ("house", "building"), ("pond", "water"),
)  # fmt: skip


def save(image, path, colours=None, lossless=False):
    if colours:
        image = image.quantize(colors=colours, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    if path.suffix == ".png":
        image.save(path, optimize=True)
    elif path.suffix == ".webp":
        image.convert("RGB").save(
            path, quality=100 if lossless else 80, lossless=lossless, method=6, use_sharp_yuv=True
        )
    else:
        image.save(path, quality=77, optimize=True, progressive=True)


def main():
    default = Path(__file__).resolve().parents[2] / "public" / "sample"
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    only = sys.argv[2:]  # names: draw these alone, and write no labels
    out.mkdir(parents=True, exist_ok=True)
    images, annotations, classes = [], [], {}
    ids = {name: i for i, (name, _) in enumerate(CATEGORIES, 1)}
    for i, (name, seed, draw, how) in enumerate(PICTURES, 1):
        if only and name not in only:
            continue
        scene = Scene(seed)
        classification = draw(scene)
        save(scene.target.reduce(S), out / name, **how)
        images.append({"id": i, "width": W, "height": H, "file_name": name, "license": 1, "flickr_url": "",
                       "coco_url": "", "date_captured": f"2025-06-{i:02} 09:00:00"})  # fmt: skip
        if classification is None:
            continue  # left to be done
        classes[name] = classification
        for thing in scene.things:
            found = truth(scene, thing)
            if found is None:
                continue
            annotations.append({"id": len(annotations) + 1, "image_id": i, "category_id": ids[thing.category],
                                "bbox": found["bbox"], "area": found["area"], "iscrowd": 0,
                                "segmentation": found["segmentation"]})  # fmt: skip
    if only:
        return
    head = {
        "info": {"description": "Cartouche sample pictures", "url": "", "version": "1.0", "year": 2025,
                 "contributor": "Cartouche", "date_created": "2025-06-01"},
        "licenses": [{"id": 1, "name": "MIT OR Apache-2.0", "url": ""}],
        "images": images,
        "categories": [{"id": ids[n], "name": n, "supercategory": group} for n, group in CATEGORIES],
    }  # fmt: skip
    lines = [
        f'"{k}": {json.dumps(v) if k == "info" else rows(v)}' for k, v in (*head.items(), ("annotations", annotations))
    ]
    (out / "labels.json").write_bytes(("{\n" + ",\n".join(lines) + "\n}\n").encode())
    # What isn't drawn here: texts, and what video.mjs makes.
    index = {"pictures": [n for n, *_ in PICTURES], "labels": ["labels.json", "more.json", "ferry.json"],
             "classifications": classes, "texts": ["harbour_log.txt", "meadow_note.md"],
             "videos": ["harbour_ferry.webm"]}  # fmt: skip
    (out / "index.json").write_bytes((json.dumps(index, indent=1) + "\n").encode())


def rows(items):
    """A JSON list, one item a line."""
    return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "\n]"


if __name__ == "__main__":
    main()
