using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>
/// The device files that the settings name are there, and the daemon may open them. Opens none: a device is for one program.
/// </summary>
internal static class DeviceNodesCheck
{
    private const string Chip = "gpio://", LinkEnd = ":Link";

    public static Finding Look(Patient patient)
    {
        var links = patient.Settings.Of("Devices")
            .Where(one => one.Name.EndsWith(LinkEnd, StringComparison.OrdinalIgnoreCase) && one.Value.Length > 0)
            .Select(one => (Name: one.Name[..^LinkEnd.Length], Link: one.Value)).ToList();
        if (links.Count == 0)
            return Finding.NotSeen("the settings that were read name no device");
        var found = links.Select(one => Of(patient, one.Name, one.Link)).ToList();
        return Finding.Worst(string.Join("; ", found.Select(one => one.Seen)), found);
    }

    private static Finding Of(Patient patient, string name, string link)
    {
        if (NodeOf(patient.Machine, link) is not { } node)
            return Finding.Well($"{name} needs no device file");
        if (node.Length == 0)
        {
            return Finding.Bad($"{name}: {link} is not plugged in", "look at its power and cable, then: edgeposctl devices scan");
        }

        if (!File.Exists(patient.Machine.At(node)))
        {
            return Finding.Bad($"{name}: there is no {node}",
                "look at its power and cable, and whether it has another name now: edgeposctl devices scan");
        }

        var (daemon, file) = (DaemonUser.Of(patient), FileOwner.Of(patient.Machine.At(node)));
        if (daemon.MayRead(file) && (IsOnlyRead(node) || daemon.MayWrite(file)))
            return Finding.Well($"{name} at {node}");
        var accounts = new Accounts(patient.Machine);
        string user = accounts.User(daemon.User), group = accounts.Group(file.Group);
        string seen = $"{name}: {user} may not open {node}, which is {accounts.User(file.User)}:{group}'s";
        return daemon.Process is not null
            ? Finding.Bad(seen,
                $"take {user} into that group, and start the daemon again: usermod -aG {group} {user}; systemctl restart edgepos")
            : Finding.Look(seen, $"unless the unit says SupplementaryGroups={group}: usermod -aG {group} {user}");
    }

    // Null: it has no device file of its own; empty: it is not plugged in.
    private static string? NodeOf(Machine machine, string link) =>
        link.StartsWith(Chip, StringComparison.Ordinal) ? ChipOf(link[Chip.Length..])
        : !LinkAddress.TryParse(link, out LinkAddress address, out _) ? null : address switch
        {
            FileAddress file => file.Path,
            SerialAddress serial => serial.Path,
            UsbAddress usb => UsbDevices.Find(usb, machine.At("/sys")) ?? "",
            I2cAddress i2c => $"/dev/i2c-{i2c.Bus}",
            LcdPinsAddress lcd => $"/dev/gpiochip{lcd.Pins.Chip}",
            _ => null,
        };

    private static bool IsOnlyRead(string node) => node.StartsWith("/dev/input/", StringComparison.Ordinal);

    // A chip that is named by its label is found by asking each, which only the daemon does.
    private static string? ChipOf(string name) =>
        byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) ? $"/dev/gpiochip{number}" : null;
}
