/** What VirtualBox makes a machine of. */
export interface OvfMachine {
  disk: string;
  capacityBytes: number;
  arm: boolean;
}

const namespaces = [
  'xmlns="http://schemas.dmtf.org/ovf/envelope/1"',
  'xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"',
  'xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"',
  'xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData"',
];
const streamOptimized = 'http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized';

interface Item {
  id: number;
  name: string;
  type: number;
  further?: Record<string, string | number>;
}

const items: Item[] = [
  { id: 1, name: '1 processor', type: 3, further: { VirtualQuantity: 1 } },
  { id: 2, name: '1024 MB of memory', type: 4, further: { AllocationUnits: 'byte * 2^20', VirtualQuantity: 1024 } },
  { id: 3, name: 'SATA', type: 20, further: { Address: 0, ResourceSubType: 'AHCI' } },
  { id: 4, name: 'Disk', type: 17, further: { AddressOnParent: 0, HostResource: 'ovf:/disk/disk', Parent: 3 } },
  {
    id: 5,
    name: 'Ethernet',
    type: 10,
    further: { AutomaticAllocation: 'true', Connection: 'NAT', ResourceSubType: 'virtio' },
  },
];

/** The description of a machine with one disk and one network (OVF 1.0). */
export function renderOvf({ disk, capacityBytes, arm }: OvfMachine): string {
  const [systemId, system] = arm ? [101, 'Ubuntu Linux (ARM 64-bit)'] : [94, 'Ubuntu Linux (64-bit)'];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope ovf:version="1.0" ${namespaces.join(' ')}>
  <References>
    <File ovf:id="file" ovf:href="${disk}"/>
  </References>
  <DiskSection>
    <Info>The machine's disk</Info>
    <Disk ovf:diskId="disk" ovf:fileRef="file" ovf:capacity="${capacityBytes}" ovf:format="${streamOptimized}"/>
  </DiskSection>
  <NetworkSection>
    <Info>The machine's network</Info>
    <Network ovf:name="NAT">
      <Description>The network through which Vagrant comes in</Description>
    </Network>
  </NetworkSection>
  <VirtualSystem ovf:id="mysql-group-lab">
    <Info>A machine of the lab</Info>
    <OperatingSystemSection ovf:id="${systemId}">
      <Info>The system on the disk</Info>
      <Description>${system}</Description>
    </OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>What the machine has</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>mysql-group-lab</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>virtualbox-2.2</vssd:VirtualSystemType>
      </System>
${items.map(renderItem).join('\n')}
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`;
}

// The schema wants the fields in the order of the alphabet.
function renderItem({ id, name, type, further }: Item): string {
  const fields = { ElementName: name, InstanceID: id, ResourceType: type, ...further };
  const lines = Object.entries(fields)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([field, value]) => `        <rasd:${field}>${value}</rasd:${field}>`);
  return ['      <Item>', ...lines, '      </Item>'].join('\n');
}
