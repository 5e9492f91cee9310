// Okabe and Ito's colours, which colour-blind people can tell apart, and greys; red is left to what went wrong.
const light = {
  page: '#ffffff',
  card: '#f6f7f8',
  ink: '#1b1f24',
  soft: '#5b6570',
  line: '#d5dae0',
  band: '#e69f0026',
  'band-edge': '#a87400',
  good: '#00745a',
  bad: '#c24a00',
  bar: '#5a9bd0',
  p50: '#003f66',
  p99: '#0072b2',
  max: '#b9d7ec',
  online: '#00805d',
  recovering: '#e69f00',
  unreachable: '#d55e00',
  silent: '#a3abb3',
  gone: '#4a525b',
};

const dark: typeof light = {
  ...light,
  page: '#14171a',
  card: '#1d2125',
  ink: '#e8ebee',
  soft: '#a1abb5',
  line: '#363d44',
  band: '#e69f002e',
  'band-edge': '#e6b450',
  good: '#3fc9a2',
  bad: '#ff8a4c',
  bar: '#3f86c2',
  p50: '#e3f2fd',
  p99: '#56b4e9',
  max: '#274860',
  online: '#00946c',
  silent: '#98a2ab',
  gone: '#5a646e',
};

/** The colours by name, as CSS takes them. */
export const lightColours = declare(light);
export const darkColours = declare(dark);

function declare(palette: typeof light) {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}
