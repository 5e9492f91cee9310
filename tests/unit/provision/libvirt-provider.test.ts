import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { projectDir } from '../../../scripts/settings/config.ts';
import { hasProgram } from './has-program.ts';

const provider = join(projectDir, 'provision/libvirt_provider.rb');
const hasRuby = hasProgram('ruby', '--version');
const hasQemu = hasProgram('qemu-system-x86_64', '--version');

async function ruby(lines: string, env: Record<string, string> = {}) {
  const { stdout } = await execa('ruby', ['-rostruct', '-r', provider, '-e', lines], { env });
  return stdout;
}

const withRuby = hasRuby ? test : test.skip;

const describeMachine = (kvm: string) => `
  LibvirtProvider.define_singleton_method(:why_not_kvm) { ${kvm} }
  features = []
  machine = OpenStruct.new
  machine.define_singleton_method(:cpu_feature) { |name:, policy:| features << name }
  libvirt = LibvirtProvider.new(is_starting: true)
  libvirt.apply(machine)
  puts [machine.driver, machine.cpu_mode, machine.cpu_model, features.size, libvirt.warning].inspect
`;

withRuby('a machine takes KVM where it works, and emulation with a warning elsewhere', async (t) => {
  t.is(await ruby(describeMachine('nil')), '["kvm", "host-model", nil, 0, nil]');
  t.regex(
    await ruby(describeMachine('"There is none"')),
    /^\["qemu", "custom", "Opteron_G2", 6, "There is none: qemu emulates .*Next: wait;/,
  );
});

withRuby('settings choose the driver and the processor', async (t) => {
  const kvm = { LAB_LIBVIRT_DRIVER: 'kvm', LAB_LIBVIRT_CPU: 'host-passthrough' };
  t.is(await ruby(describeMachine('"There is none"'), kvm), '["kvm", "host-passthrough", nil, 0, nil]');
  const model = { LAB_LIBVIRT_DRIVER: 'qemu', LAB_LIBVIRT_CPU: 'Westmere' };
  t.is(await ruby(describeMachine('nil'), model), '["qemu", "custom", "Westmere", 0, nil]');
});

(hasRuby && hasQemu ? test : test.skip)('the probe sees a machine that boots, and one that does not', async (t) => {
  const lines = 'p LibvirtProvider.boots?("tcg", "max", seconds: 60), LibvirtProvider.boots?("none", "max")';
  t.is(await ruby(lines), 'true\nfalse');
});
