/** A command for a lab on other machines. */
export interface RemoteCommand {
  name: string;
  args: { host?: string; yes?: boolean; execute?: string; provider?: string };
  /** The command as it was typed, for the tools on the web machine. */
  words: string[];
}
