import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';
import { useMay } from '@/shared/api/may';
import { scopesOf } from '@/shared/api/needs';

type Html<Own> = Own & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own>;

/** A link in the text to a page, with its address checked by the compiler. */
export const AnchorLink = createLink(forwardRef<HTMLAnchorElement, Html<AnchorProps>>((props, ref) => <Anchor ref={ref} {...props} />));

/** A link that looks like a button. It is not there for those who may not use the page it leads to. */
export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, Html<ButtonProps>>(function ButtonLink(props, ref) {
    return useMay()(...scopesOf(props.href)) ? <Button component="a" ref={ref} {...props} /> : null;
  }),
);
