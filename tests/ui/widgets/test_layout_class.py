"""What a window of some size shows (`design.md` §3)."""

from __future__ import annotations

import pytest

from ui.widgets.layout_class import Height, Width, layout_class

BARS_DURING_A_CALL = 160


@pytest.mark.parametrize(
    ("width", "window_height", "expected"),
    [
        (1280, 672, (Width.S, Height.SHORT)),
        (1366, 720, (Width.S, Height.SHORT)),
        (1440, 852, (Width.M, Height.REGULAR)),
        (1152, 672, (Width.XS, Height.SHORT)),
        (1920, 1032, (Width.L, Height.TALL)),
        (1536, 816, (Width.M, Height.SHORT)),
    ],
)
def test_each_screen_gets_the_class_the_design_names(
    width: int, window_height: int, expected: tuple[Width, Height]
) -> None:
    found = layout_class(width, window_height - BARS_DURING_A_CALL)
    assert (found.width, found.height) == expected


@pytest.mark.parametrize(
    ("width", "expected"), [(1279, Width.XS), (1280, Width.S), (1439, Width.S), (1440, Width.M), (1760, Width.L)]
)
def test_the_width_class_changes_at_the_pixel_the_design_names(width: int, expected: Width) -> None:
    assert layout_class(width, 700).width is expected


@pytest.mark.parametrize(
    ("height", "expected"),
    [(679, Height.SHORT), (680, Height.REGULAR), (839, Height.REGULAR), (840, Height.TALL)],
)
def test_the_height_class_changes_at_the_pixel_the_design_names(height: int, expected: Height) -> None:
    assert layout_class(1440, height).height is expected


def test_finished_checks_fold_below_740() -> None:
    assert layout_class(1440, 739).folds_checks
    assert not layout_class(1440, 740).folds_checks
