/** An account at a panel as the page and scripts see it; bytes are texts of whole bytes, times ISO. */
export interface PanelUserView {
  readonly key: string;
  readonly marker: string | null;
  readonly status: string;
  readonly expiresAt: string | null;
  readonly usedBytes: string;
  readonly limitBytes: string | null;
  readonly link: string;
}
