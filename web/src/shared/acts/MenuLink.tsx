import { Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

type Props = MenuItemProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps>;

/** An entry of a menu that goes to a page. */
export const MenuLink = createLink(forwardRef<HTMLAnchorElement, Props>((props, ref) => <Menu.Item component="a" ref={ref} {...props} />));
