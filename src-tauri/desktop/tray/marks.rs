//! The colour of an entry in a menu.

use rolebridge_model::Colour;
use tauri::image::Image;

const SIDE: u32 = 16;
const CORNER: u32 = 2;

/// A square of a colour, made in memory.
pub(super) fn square(colour: &Colour) -> Image<'static> {
    let part = |at: usize| {
        colour
            .as_str()
            .get(at..at + 2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .unwrap_or(0)
    };
    let (r, g, b) = (part(0), part(2), part(4));
    let last = SIDE - 1;
    let outside = |at: u32| at < CORNER || at > last - CORNER;
    let pixels = (0..SIDE * SIDE).flat_map(|at| {
        let (x, y) = (at % SIDE, at / SIDE);
        let corner = outside(x) && outside(y) && (x == 0 || x == last || y == 0 || y == last);
        [r, g, b, if corner { 0 } else { 255 }]
    });
    Image::new_owned(pixels.collect(), SIDE, SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_of_the_colour_with_round_corners() {
        let mark = square(&Colour::parse("f2b0a9").unwrap());
        let pixel = |x: usize, y: usize| {
            let at = 4 * (y * SIDE as usize + x);
            mark.rgba()[at..at + 4].to_vec()
        };
        assert_eq!(mark.rgba().len(), 4 * 16 * 16);
        assert_eq!(pixel(8, 8), [0xf2, 0xb0, 0xa9, 255]);
        assert_eq!(pixel(8, 0), [0xf2, 0xb0, 0xa9, 255]);
        for (x, y) in [(0, 0), (15, 0), (0, 15), (15, 15)] {
            assert_eq!(pixel(x, y)[3], 0, "{x} {y}");
        }
    }
}
