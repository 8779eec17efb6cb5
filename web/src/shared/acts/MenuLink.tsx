import { Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';
import { useMay } from '@/shared/api/may';
import { scopesOf } from '@/shared/api/needs';

type Props = MenuItemProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps>;

/** An entry of a menu that goes to a page; not there for those who may not use it. */
export const MenuLink = createLink(
  forwardRef<HTMLAnchorElement, Props>(function MenuLink(props, ref) {
    return useMay()(...scopesOf(props.href)) ? <Menu.Item component="a" ref={ref} {...props} /> : null;
  }),
);
