// The small box at the pointer. Its content is always built of elements, never of markup.
import { colour, faint, FONT } from './palette.js';

export const tip = () => ({
  show: true,
  confine: true,
  transitionDuration: 0,
  backgroundColor: colour('raised'),
  borderColor: colour('line'),
  borderWidth: 1,
  padding: [8, 10],
  textStyle: { color: colour('ink'), fontFamily: FONT, fontSize: 12 },
  shadowColor: faint(colour('shade'), 0.18),
  shadowBlur: 12,
  shadowOffsetY: 2,
});
