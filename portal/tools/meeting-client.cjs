/**
 * The parts of the stock meeting client that the portal uses. Its own index takes in everything it has,
 * among it background blur and noise suppression, which load code from a vendor's hosts and compile it,
 * and which our content security policy forbids.
 */
const part = (module) => module.default;

module.exports = {
  ConsoleLogger: part(require('amazon-chime-sdk-js/build/logger/ConsoleLogger')),
  DefaultDeviceController: part(
    require('amazon-chime-sdk-js/build/devicecontroller/DefaultDeviceController'),
  ),
  DefaultMeetingSession: part(
    require('amazon-chime-sdk-js/build/meetingsession/DefaultMeetingSession'),
  ),
  LogLevel: part(require('amazon-chime-sdk-js/build/logger/LogLevel')),
  MeetingSessionConfiguration: part(
    require('amazon-chime-sdk-js/build/meetingsession/MeetingSessionConfiguration'),
  ),
  MeetingSessionStatus: part(
    require('amazon-chime-sdk-js/build/meetingsession/MeetingSessionStatus'),
  ),
  MeetingSessionStatusCode: part(
    require('amazon-chime-sdk-js/build/meetingsession/MeetingSessionStatusCode'),
  ),
};
