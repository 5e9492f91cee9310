import { defineCommand } from 'citty';
import { findNearest } from '../../messages/nearest.ts';
import { UserError } from '../../messages/user-error.ts';

// Both ask the lab itself: its commands and hosts change. Where nothing is installed yet, a key must not start it.
const bash = `# Completes the words of ./lab. In ~/.bashrc, from the lab's folder: source <(./lab completion bash)
_lab() {
  local line=\${COMP_LINE:0:COMP_POINT} words program current
  program=$(command -v "\${1/#\\~/$HOME}") && [ -d "$(dirname "$program")/node_modules" ] || return 0
  read -ra words <<<"$line"
  [[ $line == *' ' ]] && words+=('')
  COMPREPLY=($("$program" complete "\${words[@]:1}" 2>/dev/null))
  # To bash a colon ends a word, so only what follows it is replaced.
  current=\${words[\${#words[@]} - 1]}
  [[ $current == *:* ]] && COMPREPLY=("\${COMPREPLY[@]#"\${current%:*}:"}")
  return 0
}
complete -F _lab lab`;

const zsh = `# Completes the words of ./lab. In ~/.zshrc, after compinit, from the lab's folder: source <(./lab completion zsh)
_lab() {
  local program=\${commands[$words[1]]:-\${~words[1]}}
  [[ -d \${program:h}/node_modules ]] || return 1
  local -a found
  found=(\${(f)"$("$program" complete "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  compadd -a found
}
compdef _lab lab`;

const scripts: Record<string, string> = { bash, zsh };

export const completion = defineCommand({
  args: {
    shell: { type: 'positional', valueHint: 'bash|zsh', description: 'bash or zsh', required: true },
  },
  run({ args }) {
    const script = Object.hasOwn(scripts, args.shell) ? scripts[args.shell] : undefined;
    if (script) return console.log(script);
    throw new UserError(`There is no completion for "${args.shell}"`, {
      next: `./lab completion ${findNearest(args.shell, Object.keys(scripts)) ?? 'bash, or zsh'}`,
    });
  },
});
