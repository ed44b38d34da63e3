// The Equal Earth projection: a country takes as much of the map as of the world.

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;

const northing = (t) => t * (A1 + A2 * t ** 2 + t ** 6 * (A3 + A4 * t ** 2));
const slope = (t) => A1 + 3 * A2 * t ** 2 + t ** 6 * (7 * A3 + 9 * A4 * t ** 2);

export function project([longitude, latitude]) {
  const t = Math.asin(M * Math.sin(latitude * RADIANS));
  return [(longitude * RADIANS * Math.cos(t)) / (M * slope(t)) * 100, -northing(t) * 100];
}

export function unproject([x, y]) {
  const target = -y / 100;
  let t = target;
  for (let i = 0; i < 12; i++) t -= (northing(t) - target) / slope(t);
  return [
    (M * (x / 100) * slope(t)) / Math.cos(t) / RADIANS,
    Math.asin(Math.sin(t) / M) / RADIANS,
  ];
}
