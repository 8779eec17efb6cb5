import { Badge, createTheme, Drawer, defaultVariantColorsResolver, Modal, Notification, Tooltip, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';
import { shell } from '@/text/shell';

const bronze: MantineColorsTuple = ['#fbf5ea', '#f3e6d0', '#e8d0a6', '#dfbd84', '#d8a862', '#c9933f', '#b07d36', '#9a6a2f', '#7d5525', '#5f401b'];
const gray: MantineColorsTuple = ['#f8f8f7', '#f1f1f0', '#e6e6e4', '#d8d8d5', '#c4c4c0', '#a3a39f', '#7a7a76', '#5a5a57', '#40403e', '#2a2a29'];
const dark: MantineColorsTuple = ['#d6d5d2', '#b4b3b0', '#9c9b98', '#6f6e6b', '#454542', '#343432', '#292927', '#1f1f1e', '#191918', '#131312'];

// The library chooses white or black by the light shade alone: bronze on dark pages wants black, and no red of its own but the darkest carries white.
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return colors;
  if (input.color === undefined || input.color === 'bronze') return { ...colors, color: 'var(--on-bronze)' };
  return input.color === 'red' ? { ...colors, background: 'var(--mantine-color-red-9)', hover: '#b02525', color: '#ffffff' } : colors;
};

const close = { 'aria-label': shell.close };

export const theme = createTheme({
  variantColorResolver: variantColors,
  primaryColor: 'bronze',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { bronze, gray, dark },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '1.25rem' }, h4: { fontSize: '0.875rem' } } },
  components: {
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, fz: 'xs' } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: close } }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: close } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: close } }),
    Badge: Badge.extend({ defaultProps: { radius: 'sm', tt: 'none', fw: 500 } }),
  },
});

/** Greys that keep 4.5 : 1 against the page, which the library's own do not. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-error': '#c92a2a', '--on-bronze': '#ffffff', '--mantine-color-dimmed': '#5d5d5a', '--mantine-color-placeholder': '#6b6b68', '--mantine-color-body': '#ffffff' },
  dark: { '--mantine-color-error': '#ff8787', '--on-bronze': '#1d1400', '--mantine-color-dimmed': '#a5a4a1', '--mantine-color-placeholder': '#93928f', '--mantine-color-body': '#191918' },
});
