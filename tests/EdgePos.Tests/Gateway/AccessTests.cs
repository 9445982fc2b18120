using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using EdgePos.Gateway;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Xunit;
using RegisterKind = EdgePos.Store.RegisterKind;

namespace EdgePos.Tests.Gateway;

/// <summary>
/// Who may call what: every method of the protos, at every kind of register, by every role, asked of the real daemon. The table of it
/// is edge/ACCESS.md: whoever adds a method or changes a role sees there what that opens.
/// </summary>
public sealed class AccessTests
{
    private static readonly RegisterKind[] Kinds = Enum.GetValues<RegisterKind>();

    // By the numbers of StaffShop; nobody is signed in for the first.
    private static readonly (string Employee, string Role)[] Roles =
        [("", "nobody"), ("1", "cashier"), ("2", "supervisor"), ("3", "manager"), ("4", "technician"), ("5", "stock-clerk")];

    // They end who is signed in: asked after the others.
    private static readonly string[] Last = ["Staff.SignIn", "Staff.SignOut"];

    private static string File => Path.Combine(House.RepoTests.Root, "edge", "ACCESS.md");

    private static IEnumerable<MethodDescriptor> Calls => BadInputShop.Calls.Values
        .Concat(Reports.Descriptor.Methods).Concat(Registers.Descriptor.Methods).Distinct()
        .OrderBy(NameOf, StringComparer.Ordinal).OrderBy(call => Last.Contains(NameOf(call)));

    public static TheoryData<string> Names() => new(Calls.Select(NameOf));

    [Theory, MemberData(nameof(Names))]
    public void Every_method_says_what_it_needs(string name) =>
        Assert.NotNull(MethodRights.NeedsOf(Calls.Single(call => NameOf(call) == name)));

    [Fact]
    public async Task Every_call_is_allowed_or_denied_as_the_table_says()
    {
        string kinds = string.Join('|', Kinds.Select(kind => $"{Register(kind)}:{kind}"));
        await using var shop = await StaffShop.OpenAsync($"--Gateway:DemoKinds={kinds}");
        foreach (var (employee, _) in Roles.Skip(1))
            await shop.ChoosePinAsync(employee);
        var allowed = new ConcurrentDictionary<(string Call, RegisterKind Kind, string Role), bool>();
        foreach (var (employee, role) in Roles)
        {
            foreach (var kind in Kinds.Where(_ => employee.Length > 0))
                await shop.Staff.SignInAsync(new SignInRequest { Employee = employee, Pin = StaffShop.Pin }, Daemon.As(Register(kind)));
            await Task.WhenAll(Kinds.Select(async kind =>
            {
                foreach (var call in Calls)
                    allowed[(NameOf(call), kind, role)] = await IsAllowedAsync(shop, call, Register(kind));
            }));
        }

        string table = Table(allowed);
        if (Environment.GetEnvironmentVariable("EDGEPOS_WRITE_TABLES") is not null)
            await System.IO.File.WriteAllTextAsync(File, table, TestContext.Current.CancellationToken);
        Assert.Equal(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken), table);
    }

    private static string NameOf(MethodDescriptor call) => $"{call.Service.Name}.{call.Name}";

    private static int Register(RegisterKind kind) => 101 + (int)kind;

    // Let in is whoever gets any other answer: that the request is empty, or what it asked for.
    private static async Task<bool> IsAllowedAsync(StaffShop shop, MethodDescriptor call, int register)
    {
        using var patience = new CancellationTokenSource(call.IsServerStreaming ? TimeSpan.FromMilliseconds(300) : Daemon.Patience);
        try
        {
            await SendAsync(shop, call, new CallOptions(Daemon.As(register), cancellationToken: patience.Token));
            return true;
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason is not ("NOT_ALLOWED" or "NOT_AT_THIS_REGISTER")
                && (refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason != "SIGN_IN_NEEDED" || call.Name == "Clock");
        }
    }

    private static async Task SendAsync(StaffShop shop, MethodDescriptor call, CallOptions options)
    {
        var method = new Method<IMessage, IMessage>(
            call.IsClientStreaming && call.IsServerStreaming ? MethodType.DuplexStreaming
            : call.IsClientStreaming ? MethodType.ClientStreaming : call.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
            call.Service.FullName, call.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), call.InputType.Parser.ParseFrom),
            Marshallers.Create<IMessage>(message => message.ToByteArray(), call.OutputType.Parser.ParseFrom));
        var invoker = shop.Daemon.Channel.CreateCallInvoker();
        var empty = (IMessage)call.InputType.Parser.ParseFrom(ByteString.Empty);
        if (method.Type == MethodType.DuplexStreaming)
        {
            using var both = invoker.AsyncDuplexStreamingCall(method, null, options);
            await both.RequestStream.CompleteAsync();
            await both.ResponseStream.MoveNext(CancellationToken.None);
        }
        else if (call.IsServerStreaming)
        {
            using var answers = invoker.AsyncServerStreamingCall(method, null, options, empty);
            await answers.ResponseStream.MoveNext(CancellationToken.None);
        }
        else if (call.IsClientStreaming)
        {
            using var parts = invoker.AsyncClientStreamingCall(method, null, options);
            await parts.RequestStream.CompleteAsync();
            await parts;
        }
        else
        {
            await invoker.AsyncUnaryCall(method, null, options, empty);
        }
    }

    private static string Table(IReadOnlyDictionary<(string Call, RegisterKind Kind, string Role), bool> allowed)
    {
        var text = new StringBuilder($"""
            # Who may call what

            Each method of the protos says what right it needs (`edgepos/v1/access.proto`). A register's kind bounds what it can ever do;
            within that the role of who is signed in decides. These are the roles of a store that head office tells of no others. At
            a kiosk, a display and in a web shop nobody signs in. A test asks the real daemon for every cell, and writes this page
            where `EDGEPOS_WRITE_TABLES` is set.

            | method | needs | till, mobile | back office | kiosk, web shop | display |
            | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var call in Calls.OrderBy(NameOf, StringComparer.Ordinal))
        {
            string name = NameOf(call);
            Assert.Equal(Cell(name, RegisterKind.Till), Cell(name, RegisterKind.Mobile));
            Assert.Equal(Cell(name, RegisterKind.Kiosk), Cell(name, RegisterKind.ECommerce));
            var cells = new[] { RegisterKind.Till, RegisterKind.BackOffice, RegisterKind.Kiosk, RegisterKind.Display };
            text.Append(CultureInfo.InvariantCulture,
                $"| {name} | {MethodRights.NeedsOf(call)} | {string.Join(" | ", cells.Select(kind => Cell(name, kind)))} |\n");
        }

        return text.ToString();

        string Cell(string call, RegisterKind kind)
        {
            var may = Roles.Select(one => one.Role).Where(role => allowed[(call, kind, role)]).ToList();
            return may.Count == Roles.Length ? "all" : may.Count == 0 ? "-" : string.Join(", ", may);
        }
    }
}
